delete from subscription where reader = :reader and audience = :audience
