-- What each source has listed. A removed item is forgotten: it is not asked for again, and is new should it return.
select item.source, item.url, item.fingerprint, item.published_at, item.text
from core.item
where
    item.source in (select unnest($sources::varchar[]))
    and not exists (select 1 from core.article where article.url = item.url and article.gone_at is not null)
order by item.source, item.url
