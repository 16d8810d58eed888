-- The newest texts read into terms (stories.kept_profiles), as they were when `link_hash` covered them; made anew when missing.
create table core.profile (
    article_id varchar primary key,
    link_hash varchar not null,
    day bigint not null,
    terms varchar not null,
    times usmallint[] not null,
    zones utinyint[] not null,
    marks varchar[] not null,
    mentions varchar[] not null
);

-- What the profiles depend on; when that changes they are dropped.
create table core.profile_reading (reading varchar not null);

-- What a text names that few others do: a project's id, a contact, a file; counted within its organisation.
create table core.reference (
    article_id varchar not null,
    reference varchar not null
);
