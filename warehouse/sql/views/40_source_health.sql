-- Judged at each source's own last visit, so that the verdict does not depend on when it is read.
-- A source that rests keeps the state it had; one that has rested for a week without a single answer is failing like any other.
-- The usual gap is the one that nine in ten of its days of news stay within, at least a week; three gaps make a rhythm.
create or replace view mart.source_health as
with news_day as (
    select distinct source, (least(coalesce(published_at, first_seen_at), first_seen_at) at time zone 'Europe/Helsinki')::date as day
    from core.item
),

gap as (
    select source, day - lag(day) over (partition by source order by day) as days from news_day
),

rhythm as (
    select source, greatest(quantile_cont(days, 0.9), 7) as usual_days
    from gap
    where days is not null
    group by source
    having count(*) >= 3
)

select
    coalesce(s.source, r.source) as source,
    s.last_success_at,
    s.last_new_item_at,
    coalesce(s.consecutive_failures, 0) as consecutive_failures,
    case
        when s.consecutive_failures > 0 and (s.last_status = 410 or (s.last_status = 404 and s.consecutive_failures >= 3)) then 'gone'
        when s.consecutive_failures > 0 then 'failing'
        when s.rest_reason = 'Retry-After' and s.visited_at - s.last_success_at > interval 7 days then 'failing'
        when s.moved_to is not null then 'moved'
        when s.last_success_at is null or s.visited_at - s.last_new_item_at > to_days(ceil(3 * rhythm.usual_days)::integer) then 'silent'
        else 'ok'
    end as state,
    s.last_error,
    nullif(
        concat_ws(
            '; ',
            'moved to ' || s.moved_to || ': write this address into the registry',
            case when s.etag_lies then 'its ETag lies: asked without it' end,
            'its charset lies: ' || s.charset_lie,
            case
                when s.rest_reason = 'Retry-After'
                    then 'resting until ' || strftime(s.next_attempt_at at time zone 'UTC', '%Y-%m-%d %H:%M') || ' UTC: its server asked us to wait'
            end,
            case when s.closed_at is not null then 'its API is closed: its feed is read instead' end
        ),
        ''
    ) as remark,
    s.next_attempt_at
from core.source_state as s
full join core.source as r on r.source = s.source
left join rhythm on rhythm.source = s.source
-- Sources that have left the registry, or rest, are nobody's trouble.
where coalesce(r.is_registered and r.is_enabled, true);

comment on view mart.source_health is 'How each source does, judged at its own last visit.'
