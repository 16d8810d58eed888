-- The log of visits, as reported.
insert into raw.visit by name
select
    v.batch,
    v.position,
    v.source,
    v.visited_at,
    v.outcome,
    v.requests,
    v.status,
    v.error,
    v.moved_to,
    len(v.items)::integer as n_items,
    (select count(*) from landed as l where l.record = 'article' and l.source = v.source)::integer as n_articles,
    v.gone,
    v.notes
from landed_visit as v
order by v.position;
