-- Only the newest sixty days: older texts are seldom asked for, and can be read again.
insert or replace into core.profile by name
with read as (
    select
        unnest($articles::varchar[]) as article_id,
        unnest($terms::varchar[]) as terms,
        unnest($times::varchar[]) as times,
        unnest($zones::varchar[]) as zones,
        unnest($marks::varchar[][]) as marks,
        unnest($mentions::varchar[][]) as mentions
)

select
    article_id, a.link_hash, r.terms,
    case when r.times = '' then [] else string_split(r.times, ',')::usmallint[] end as times,
    case when r.zones = '' then [] else string_split(r.zones, ',')::utinyint[] end as zones,
    r.marks, r.mentions,
    epoch_ms(least(a.first_seen_at, coalesce(a.published_at, a.first_seen_at))) // 86400000 as day
from read as r
inner join core.article as a using (article_id)
where day > (select epoch_ms(max(first_seen_at)) // 86400000 from core.article) - 60;
