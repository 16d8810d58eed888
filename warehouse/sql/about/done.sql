drop table if exists stale
