select count(*) filter (where reader = :reader) as by_reader, count(*) as by_all from request where made_at > :since
