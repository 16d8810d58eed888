-- Texts that are new, say something else, or were judged by another guide.
create or replace temp table stale as
select a.article_id, a.text_hash
from mart.text as a
left join core.about as known using (article_id)
where known.text_hash is distinct from a.text_hash or known.judged_by is distinct from $version
