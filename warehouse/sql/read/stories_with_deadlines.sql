-- The stories whose deadlines still lie ahead, or would if they had not been withdrawn.
select distinct story_id
from (
    select story_id, kind, closes_at from store.occasion
    union all
    select story_id, kind, closes_at from store.withdrawn
)
where kind = 'deadline' and closes_at > $instant
order by story_id
