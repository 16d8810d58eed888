select count(*) from stale_story
