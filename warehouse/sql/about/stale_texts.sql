select count(*) from stale
