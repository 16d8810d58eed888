insert into core.digest_item (issue_id, position, story_id)
select $issue, place, story_id from unnest($stories::varchar[]) with ordinality as listed (story_id, place)
