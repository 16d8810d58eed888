-- The texts that may follow others, as they are read.
select
    a.article_id, a.organisation, a.language, a.published_at, a.first_seen_at, a.title, left(a.summary, 1500) as summary,
    left(a.body, 4000) as body, a.content_hash
from core.article as a
semi join following using (article_id)
order by a.article_id
