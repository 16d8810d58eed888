select count(*) as n from bounce where reader = :reader and kind = 'soft'
