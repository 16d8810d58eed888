-- When a source may be asked again and why not before, where it has moved from, and how its server lies.
alter table core.source_state add column moved_from varchar;
alter table core.source_state add column next_attempt_at timestamptz;
alter table core.source_state add column rest_reason varchar;
alter table core.source_state add column etag_lies boolean default false;
alter table core.source_state add column charset_lie varchar;
