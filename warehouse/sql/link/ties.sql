select left_id, right_id from tie order by all
