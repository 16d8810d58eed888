-- an article's revisions do not lead to its present text
select a.article_id, a.revision
from core.article as a
left join core.article_revision as r using (article_id)
group by a.article_id, a.revision, a.content_hash
having count(r.revision) <> a.revision or max(r.revision) <> a.revision or arg_max(r.content_hash, r.revision) <> a.content_hash
order by a.article_id
