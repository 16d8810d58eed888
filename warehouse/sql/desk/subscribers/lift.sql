delete from suppression where reader = :reader
