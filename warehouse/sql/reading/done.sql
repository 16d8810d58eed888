drop table if exists stale_story
