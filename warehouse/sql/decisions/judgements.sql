-- Every judgement that touches these articles, surest first.
select left_id, right_id, relation, score, evidence, decided_by, matcher
from store.variant
where left_id in (select unnest($articles::varchar[])) or right_id in (select unnest($articles::varchar[]))
order by relation = 'possible', score desc, left_id, right_id
