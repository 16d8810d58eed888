-- The instant of the newest visit: what is published is the news as of then.
select max(visited_at) from raw.visit
