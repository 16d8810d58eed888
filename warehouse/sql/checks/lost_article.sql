-- an article of the warehouse is missing from the snapshot
select article_id, url from core.article where article_id not in (select article_id from snapshot.store.article) order by article_id
