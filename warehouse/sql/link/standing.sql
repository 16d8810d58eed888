-- Judgements among these articles that stand: an editor's, and those between two articles that have not changed.
select v.left_id, v.right_id, v.relation, v.score, v.evidence, v.decided_by
from core.variant as v
where v.left_id in (select unnest($articles::varchar[])) and v.right_id in (select unnest($articles::varchar[]))
    and (
        v.decided_by = 'editor'
        or (v.left_id not in (select unnest($unlinked::varchar[])) and v.right_id not in (select unnest($unlinked::varchar[])))
    )
order by v.left_id, v.right_id
