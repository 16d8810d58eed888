-- a story counts other articles than it has
select coalesce(n.story_id, a.story_id) as story_id, n.n_articles, a.articles
from snapshot.store.news as n
full join (select story_id, count(*) as articles from snapshot.store.article group by story_id) as a on a.story_id = n.story_id
where n.n_articles is distinct from a.articles
order by story_id
