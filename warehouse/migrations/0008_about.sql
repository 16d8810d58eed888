-- What texts are about, as judged by the guide `judged_by` (vocabulary, registry, places) when they were as `text_hash` says.
create table core.about (
    article_id varchar primary key,
    text_hash varchar not null,
    judged_by varchar not null,
    regions varchar[] not null,
    topics varchar[] not null,
    mentions varchar[] not null
);

-- The vocabulary's topics and the regions, with their names, in the order in which they are listed.
create table core.topic (
    topic varchar primary key,
    position integer not null,
    name_fi varchar,
    name_sv varchar,
    name_en varchar,
    name_se varchar
);

create table core.region (
    region varchar primary key,
    name_fi varchar not null,
    name_sv varchar not null,
    name_en varchar not null
);

-- Every event and deadline that a story has told, each once whatever languages tell it. The id outlives a new date, and
-- `sequence` counts the changes; one that is told no longer stays, so that it is known again when it returns.
create table core.story_occasion (
    occasion_id varchar primary key,
    story_id varchar not null,
    kind varchar not null check (kind in ('event', 'deadline')),
    start_text varchar not null,
    end_text varchar,
    place varchar,
    is_online boolean not null,
    quote varchar not null,
    article_ids varchar[] not null,
    sequence integer not null check (sequence >= 0),
    changed_at timestamptz not null,
    is_told boolean not null
);

-- What an editor should look at in a story: where its versions contradict each other, or a text itself.
create table core.note (
    story_id varchar not null,
    position integer not null,
    kind varchar not null,
    article_ids varchar[] not null,
    message varchar not null,
    evidence varchar[] not null,
    primary key (story_id, position)
);

-- Which texts a story's occasions and notes were read from, and by which version of the reader.
create table core.story_reading (
    story_id varchar primary key,
    digest varchar not null
);
