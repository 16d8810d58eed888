drop table if exists stale_story;
drop table if exists placement
