delete from reader where id = :reader and not exists (select 1 from subscription where reader = :reader)
