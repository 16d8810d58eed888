create or replace temp table membership as
select unnest($articles::varchar[]) as article_id, unnest($stories::varchar[]) as story_id
