-- A story's events and deadlines, each once. `closes_at` is the first instant at which the occasion is over: an all-day one lasts to the
-- end of its last day.
create or replace view mart.occasion as
with placed as (
    select
        story_id,
        occasion_id,
        kind,
        try_cast(start_text as timestamp) at time zone 'Europe/Helsinki' as starts_at,
        try_cast(end_text as timestamp) at time zone 'Europe/Helsinki' as ends_at,
        length(start_text) = 10 as is_all_day,
        place,
        is_online,
        quote,
        article_ids,
        sequence,
        changed_at
    from core.story_occasion
    where is_told
)

select
    *,
    article_ids[1] as article_id,
    false as is_vague,
    case
        when is_all_day then ((coalesce(ends_at, starts_at) at time zone 'Europe/Helsinki') + interval 1 day) at time zone 'Europe/Helsinki'
        else coalesce(ends_at, starts_at)
    end as closes_at
from placed
