-- Texts that are new, or say something else or in another language than when they were last indexed; and those that are no more.
create or replace temp table changed as
select a.article_id, a.content_hash, a.language, a.title, a.summary, a.body
from core.article as a
left join search.document as d using (article_id)
where d.content_hash is distinct from a.content_hash or d.language is distinct from a.language;

delete from search.document
where article_id in (select article_id from changed) or article_id not in (select article_id from core.article);
