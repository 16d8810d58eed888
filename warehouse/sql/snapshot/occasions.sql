-- Every event and deadline that a story has told, each once; `is_told` when it still does. `closes_at` is the first instant at which the
-- occasion is over: an all-day one lasts to the end of its last day. Places and quotes are also each language's own.
create temp table every_occasion as
with own as (
    select t.story_id, o.kind, o.start_text, a.language, first(o.place order by t.article_id) as place, first(o.quote order by t.article_id) as quote
    from core.occasion as o
    inner join core.article as a using (article_id)
    inner join placement as t using (article_id)
    where a.language in ('fi', 'sv', 'en', 'se')
    group by all
),

languages as (
    select
        story_id,
        kind,
        start_text,
        map_from_entries(list((language, place) order by language) filter (where place is not null)) as places,
        map_from_entries(list((language, quote) order by language) filter (where quote <> '')) as quotes
    from own
    group by all
),

placed as (
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
        changed_at,
        is_told,
        coalesce(l.places, map()::map(varchar, varchar)) as places,
        coalesce(l.quotes, map()::map(varchar, varchar)) as quotes
    from core.story_occasion
    left join languages as l using (story_id, kind, start_text)
)

select
    *,
    article_ids[1] as article_id,
    case
        when is_all_day then ((coalesce(ends_at, starts_at) at time zone 'Europe/Helsinki') + interval 1 day) at time zone 'Europe/Helsinki'
        else coalesce(ends_at, starts_at)
    end as closes_at
from placed;

create table snapshot.store.occasion as
select * exclude (is_told) from every_occasion where is_told order by starts_at, story_id, kind, occasion_id;

-- Occasions that were told once and are no more: calendars must still say so.
create table snapshot.store.withdrawn as
select * exclude (is_told) from every_occasion where not is_told order by starts_at, story_id, kind, occasion_id;

drop table every_occasion;
