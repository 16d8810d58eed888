-- The articles that a question is about, in the place of tonight's.
create or replace temp table unlinked as
select a.* from core.article as a where a.article_id in (select unnest($ids::varchar[]));
