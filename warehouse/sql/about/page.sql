-- The next of them, as their judges read them.
select
    a.article_id,
    a.organisation,
    a.title,
    a.summary,
    a.body,
    a.language,
    a.categories,
    coalesce((select list(o.place order by o.position) from core.occasion as o where o.article_id = a.article_id and o.place is not null), []),
    stale.text_hash
from stale
inner join core.article as a using (article_id)
where stale.article_id > $after
order by stale.article_id
limit $most
