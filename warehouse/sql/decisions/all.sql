select id, at, by, action, left_id, right_id, note, undoes from decision order by id, part
