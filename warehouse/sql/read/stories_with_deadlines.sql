-- The stories whose deadlines still lie ahead.
select distinct story_id from store.occasion where kind = 'deadline' and closes_at > $instant and not is_vague order by story_id
