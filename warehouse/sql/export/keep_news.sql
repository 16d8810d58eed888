create temp table exported as
select * from news where published_at >= $since order by published_at, story_id
