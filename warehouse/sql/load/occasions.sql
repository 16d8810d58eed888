-- Dates that the current text names. A start that is no date is left out here; the text still holds it.
delete from core.occasion
where article_id in (select article_id from landed_article where not is_late);

insert into core.occasion by name
select
    s.article_id,
    place_in_text::integer as position,
    o.kind,
    o.start as start_text,
    o.end as end_text,
    try_cast(o.start as timestamp) at time zone 'Europe/Helsinki' as starts_at,
    try_cast(o.end as timestamp) at time zone 'Europe/Helsinki' as ends_at,
    length(o.start) = 10 as is_all_day,
    nullif(o.place, '') as place,
    coalesce(o.online, false) as is_online,
    coalesce(o.quote, '') as quote,
    coalesce(o.notes, []) as notes
from landed_article as s, unnest(s.occasions) with ordinality as listed (o, place_in_text)
where not s.is_late and try_cast(o.start as timestamp) is not null
order by s.article_id, place_in_text;
