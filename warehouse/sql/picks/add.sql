insert into pick (at, by, audience, story_id, action, place, blurbs)
values (:at, :by, :audience, :story_id, :action, :place, :blurbs)
