-- one address stands on several articles
select url, count(*) as articles from snapshot.store.article group by url having count(*) > 1 order by url
