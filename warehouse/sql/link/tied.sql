-- The newest pairs that publishers or editors tie across languages, and their organisations' texts of those days.
create or replace temp table tie as
select v.left_id, v.right_id
from core.variant as v
inner join core.article as a on a.article_id = v.left_id
inner join core.article as b on b.article_id = v.right_id
where v.relation = 'variant' and v.decided_by in ('structure', 'editor') and a.language <> b.language
order by greatest(coalesce(a.published_at, a.first_seen_at), coalesce(b.published_at, b.first_seen_at)) desc, v.left_id, v.right_id
limit $most
