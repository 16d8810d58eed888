insert into decision (id, part, at, by, action, left_id, right_id, note, undoes)
values (:id, :part, :at, :by, :action, :left_id, :right_id, :note, :undoes)
