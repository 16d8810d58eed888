select at, by, audience, story_id, action, place, blurbs from pick order by id
