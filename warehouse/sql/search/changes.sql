select count(*) from changed
