-- The first schema: raw (what visits reported), core (what is known), mart (what is shown; its views are re-created every time).
create schema raw;
create schema core;
create schema mart;

create table core.batch (
    batch varchar primary key,
    visits integer not null,
    articles integer not null,
    first_visited_at timestamptz,
    last_visited_at timestamptz
);

create table raw.visit (
    batch varchar not null,
    position integer not null,
    source varchar not null,
    visited_at timestamptz not null,
    outcome varchar not null check (outcome in ('read', 'unchanged', 'failed')),
    requests integer not null,
    status integer,
    error varchar,
    moved_to varchar,
    n_items integer not null,
    n_articles integer not null,
    gone varchar[] not null,
    notes varchar[] not null,
    primary key (batch, position)
);

create table core.organisation (
    organisation varchar primary key,
    kind varchar not null,
    region varchar not null,
    website varchar not null,
    name_fi varchar,
    name_sv varchar,
    name_en varchar,
    name_se varchar,
    aliases varchar[] not null,
    is_registered boolean not null
);

create table core.source (
    source varchar primary key,
    organisation varchar not null,
    kind varchar not null,
    url varchar not null,
    language varchar,
    is_enabled boolean not null,
    is_registered boolean not null
);

create table core.source_state (
    source varchar primary key,
    visited_at timestamptz not null,
    checked_at timestamptz,
    last_success_at timestamptz,
    last_new_item_at timestamptz,
    consecutive_failures integer not null check (consecutive_failures >= 0),
    etag varchar,
    last_modified varchar,
    body_hash varchar,
    moved_to varchar,
    last_status integer,
    last_error varchar
);

create table core.item (
    source varchar not null,
    url varchar not null,
    fingerprint varchar not null,
    text varchar,
    published_at timestamptz,
    first_seen_at timestamptz not null,
    last_listed_at timestamptz not null,
    primary key (source, url)
);

create table core.article (
    article_id varchar primary key,
    organisation varchar not null,
    source varchar not null,
    url varchar not null unique,
    title varchar not null,
    summary varchar not null,
    body varchar not null,
    language varchar not null,
    language_confidence double not null,
    languages varchar[] not null,
    declared_language varchar,
    published_at timestamptz,
    published_precision varchar not null,
    modified_at timestamptz,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    gone_at timestamptz,
    kind varchar not null,
    release_number varchar,
    release_group varchar,
    categories varchar[] not null,
    alternates struct(language varchar, url varchar, origin varchar)[] not null,
    attachments struct(url varchar, title varchar, media_type varchar)[] not null,
    content_hash varchar not null,
    revision integer not null,
    -- link_hash covers what linking reads; linked_hash is its value when the article was last linked.
    link_hash varchar not null,
    linked_hash varchar
);

create table core.article_revision (
    article_id varchar not null,
    revision integer not null,
    seen_at timestamptz not null,
    batch varchar not null,
    changed varchar[] not null,
    title varchar not null,
    summary varchar not null,
    body varchar not null,
    content_hash varchar not null,
    primary key (article_id, revision)
);

create table core.occasion (
    article_id varchar not null,
    position integer not null,
    kind varchar not null check (kind in ('event', 'deadline')),
    start_text varchar not null,
    end_text varchar,
    starts_at timestamptz not null,
    ends_at timestamptz,
    is_all_day boolean not null,
    place varchar,
    is_online boolean not null,
    quote varchar not null,
    notes varchar[] not null,
    primary key (article_id, position)
);

create table core.variant (
    left_id varchar not null,
    right_id varchar not null,
    relation varchar not null check (relation in ('variant', 'duplicate', 'possible')),
    score double not null check (score between 0 and 1),
    evidence varchar[] not null,
    decided_by varchar not null check (decided_by in ('structure', 'text', 'editor')),
    primary key (left_id, right_id),
    check (left_id < right_id)
);

create table core.story (
    story_id varchar primary key
);

-- A story that was merged into another keeps its id as an alias, so that old links and letters still find it.
create table core.story_alias (
    story_id varchar primary key,
    merged_into varchar not null
);

create table core.story_member (
    article_id varchar primary key,
    story_id varchar not null
);

create table core.digest_issue (
    issue_id varchar primary key,
    week varchar not null,
    audience varchar not null,
    language varchar not null,
    files struct(path varchar, sha256 varchar)[] not null
);

create table core.digest_item (
    issue_id varchar not null,
    position integer not null,
    story_id varchar not null,
    primary key (issue_id, position)
);
