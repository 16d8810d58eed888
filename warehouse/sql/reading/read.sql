insert or replace into core.story_reading (story_id, digest)
select unnest($stories::varchar[]), unnest($digests::varchar[])
