-- The unlinked texts, and those that could be their copies, whose sketch is missing or of an earlier text.
select a.article_id, a.title, a.summary, a.body, a.content_hash
from core.article as a
left join core.sketch as k using (article_id)
where k.content_hash is distinct from a.content_hash
    and epoch_ms(coalesce(a.published_at, a.first_seen_at)) // 86400000 between (
        select min(epoch_ms(coalesce(u.published_at, u.first_seen_at)) // 86400000) - 22 from unlinked as u
    ) and (
        select max(epoch_ms(coalesce(u.published_at, u.first_seen_at)) // 86400000) + 22 from unlinked as u
    )
order by a.article_id
