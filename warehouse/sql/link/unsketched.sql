-- The unlinked texts, and those that could be their copies, whose sketch is missing or of an earlier text.
with reach as (
    select
        min(epoch_ms(coalesce(published_at, first_seen_at)) // 86400000) - 22 as first_day,
        max(epoch_ms(coalesce(published_at, first_seen_at)) // 86400000) + 22 as last_day
    from unlinked
),

due as materialized (
    select a.rowid as place
    from core.article as a
    left join core.sketch as k using (article_id)
    cross join reach
    where k.content_hash is distinct from a.content_hash
        and epoch_ms(coalesce(a.published_at, a.first_seen_at)) // 86400000 between reach.first_day and reach.last_day
)

select a.article_id, a.title, a.summary, a.body, a.content_hash
from core.article as a
where a.rowid in (select place from due)
order by a.article_id
