insert or replace into core.about (article_id, text_hash, judged_by, regions, topics, mentions)
select
    unnest($articles::varchar[]), unnest($hashes::varchar[]), $version, unnest($regions::varchar[][]), unnest($topics::varchar[][]),
    unnest($mentions::varchar[][])
