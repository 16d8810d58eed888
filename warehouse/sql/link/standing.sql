-- Judgements among these articles that stand: an editor's unless taken back, and those between two articles that have not changed.
select v.left_id, v.right_id, v.relation, v.score, v.evidence, v.decided_by
from core.variant as v
where v.left_id in (select unnest($articles::varchar[])) and v.right_id in (select unnest($articles::varchar[]))
    and (
        (
            v.decided_by = 'editor'
            and ((v.left_id, v.right_id) not in (select (k.left_id, k.right_id) from core.ruling as k where k.verdict = 'together')
                or (v.left_id, v.right_id) in (select (r.left_id, r.right_id) from ruling as r where r.verdict = 'together'))
        )
        or (v.decided_by <> 'editor' and v.left_id not in (select unnest($unlinked::varchar[])) and v.right_id not in (select unnest($unlinked::varchar[])))
    )
order by v.left_id, v.right_id
