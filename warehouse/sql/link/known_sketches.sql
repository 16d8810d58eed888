select k.article_id, k.shingles
from core.sketch as k
inner join core.article as a on a.article_id = k.article_id and a.content_hash = k.content_hash
semi join partner on partner.article_id = k.article_id
