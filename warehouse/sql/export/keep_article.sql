create temp table exported as
select * from article where coalesce(published_at, first_seen_at) >= $since order by coalesce(published_at, first_seen_at), article_id
