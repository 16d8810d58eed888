-- an article is about a topic or a region that has no name
select article_id, topic
from snapshot.store.article, unnest(topics) as listed (topic)
where topic not in (select topic from snapshot.store.topic)
union all
select article_id, region
from snapshot.store.article, unnest(regions) as listed (region)
where region not in (select region from snapshot.store.region)
order by all
