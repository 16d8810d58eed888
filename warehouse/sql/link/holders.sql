-- How many texts of the whole archive name what the texts at hand name, by organisation and language.
with asked as (
    select distinct r.reference from core.reference as r semi join partner using (article_id)
)

select a.organisation, r.reference, a.language, count(distinct a.content_hash) as texts
from core.reference as r
semi join asked using (reference)
inner join core.article as a using (article_id)
group by all
