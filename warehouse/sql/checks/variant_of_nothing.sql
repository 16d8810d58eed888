-- a judgement names an article that does not exist
select left_id, right_id
from snapshot.store.variant
where left_id not in (select article_id from snapshot.store.article) or right_id not in (select article_id from snapshot.store.article)
order by left_id, right_id
