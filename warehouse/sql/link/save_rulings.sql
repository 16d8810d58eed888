-- The stories now follow these decisions; a tie that an editor has taken back is no judgement any more.
delete from core.variant as v
where v.decided_by = 'editor'
    and (v.left_id, v.right_id) in (select (k.left_id, k.right_id) from core.ruling as k where k.verdict = 'together')
    and (v.left_id, v.right_id) not in (select (r.left_id, r.right_id) from ruling as r where r.verdict = 'together');

delete from core.ruling;
insert into core.ruling (left_id, right_id, verdict) select left_id, right_id, verdict from ruling order by left_id, right_id;
