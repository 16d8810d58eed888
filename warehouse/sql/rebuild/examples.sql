-- Up to three of each, the most recent first.
select field, url, before, after
from (
    select n.url, n.first_seen_at, n.article_id, unnest([
        {'field': 'title', 'before': o.title, 'after': n.title},
        {'field': 'summary', 'before': o.summary, 'after': n.summary},
        {'field': 'body', 'before': o.body, 'after': n.body},
        {'field': 'language', 'before': o.language, 'after': n.language},
        {'field': 'kind', 'before': o.kind, 'after': n.kind},
        {'field': 'published_at', 'before': o.published_at::varchar, 'after': n.published_at::varchar}
    ], recursive := true)
    from core.article as n
    inner join old.core.article as o using (article_id)
)
where before is distinct from after
qualify row_number() over (partition by field order by first_seen_at desc, article_id) <= 3
order by field, first_seen_at desc, article_id
