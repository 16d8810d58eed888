-- What the texts are about, where the batch tells it; what an older batch does not tell is judged before a publication.
insert or replace into core.about (article_id, text_hash, judged_by, regions, topics, mentions)
select
    t.article_id,
    t.text_hash,
    s.judged_by,
    s.regions,
    s.topics,
    s.mentions
from landed_article as s
inner join mart.text as t using (article_id)
where s.judged_by <> '' and not s.is_late
order by t.article_id
