-- What is kept of the texts at hand and still holds.
select k.article_id, k.terms, k.times, k.zones, k.marks, k.mentions
from core.profile as k
inner join core.article as a on a.article_id = k.article_id and a.link_hash = k.link_hash
semi join partner on partner.article_id = k.article_id
