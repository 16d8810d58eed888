-- Every article with a digest of what its regions, topics and mentions are read from.
create or replace view mart.text as
select *, md5(to_json([content_hash, organisation, language, categories::varchar])::varchar) as text_hash from core.article;

comment on view mart.text is 'Every article with a digest of what its regions, topics and mentions are read from.'
