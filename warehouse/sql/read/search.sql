-- The best articles for terms that are known already, ranked before any text is opened.
with best as materialized (
    select hit.doc_id, hit.score
    from store.search_among($asked::struct(word varchar, term_id integer, weight float)[], $words) as hit
    order by hit.score desc, hit.doc_id
    limit $most
)

select
    a.article_id, a.story_id, a.title, a.language, a.organisation, a.published_at, a.url, round(best.score, 3) as score, a.summary, a.body
from best
inner join store.article as a using (doc_id)
order by best.score desc, a.doc_id
