delete from bounce where reader = :reader
