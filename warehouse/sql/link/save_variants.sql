-- Machines may change their minds about the articles judged now; what an editor decided stands.
delete from core.variant
where decided_by <> 'editor'
    and (left_id in (select article_id from judged) or right_id in (select article_id from judged));

-- Of two texts that were linked before, a later one may have taken the place of one.
update core.variant as v
set relation = j.relation, score = j.score, evidence = j.evidence, decided_by = j.decided_by, matcher = j.matcher
from judgement as j
where v.left_id = j."left" and v.right_id = j."right" and v.decided_by <> 'editor';

insert into core.variant by name
select
    "left" as left_id, "right" as right_id, relation, score, evidence, decided_by,
    case when decided_by <> 'editor' then matcher end as matcher
from judgement as j
where ("left" in (select article_id from judged) or "right" in (select article_id from judged))
    and not exists (select 1 from core.variant as v where v.left_id = j."left" and v.right_id = j."right")
qualify row_number() over (partition by "left", "right" order by decided_by, score desc) = 1
order by left_id, right_id;
