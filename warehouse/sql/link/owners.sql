select o.article_id, list(o.owner order by o.owner) as owners
from owner as o
semi join partner using (article_id)
group by o.article_id
