-- Removed by its publisher: marked, never deleted. Read again later, an article is no longer gone.
update core.article as a
set gone_at = g.visited_at
from (
    select address as url, max(visited_at) as visited_at
    from landed_visit, unnest(gone) as listed (address)
    group by all
) as g
where a.url = g.url and a.gone_at is null and a.last_seen_at <= g.visited_at
    and a.url not in (select url from landed_article where seen_at >= g.visited_at);
