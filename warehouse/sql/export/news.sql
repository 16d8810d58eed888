-- Stories published, or first seen, since then.
select * from news where published_at >= $since order by published_at, story_id
