-- `is_vague`: another version of the story tells the hour of what this one tells only the day of.
-- `closes_at` is the first instant at which the occasion is over: an all-day one lasts to the end of its last day.
create or replace view mart.occasion as
select
    t.story_id,
    o.article_id,
    o.kind,
    o.starts_at,
    o.ends_at,
    o.is_all_day,
    o.place,
    o.is_online,
    o.quote,
    o.position,
    o.is_all_day and o.ends_at is null and bool_or(not o.is_all_day) over (
        partition by t.story_id, o.kind, (o.starts_at at time zone 'Europe/Helsinki')::date
    ) as is_vague,
    case
        when o.is_all_day
            then ((coalesce(o.ends_at, o.starts_at) at time zone 'Europe/Helsinki') + interval 1 day) at time zone 'Europe/Helsinki'
        else coalesce(o.ends_at, o.starts_at)
    end as closes_at
from core.occasion as o
inner join mart.telling as t using (article_id)
