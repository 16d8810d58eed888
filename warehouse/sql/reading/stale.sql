-- Stories whose texts, occasions or members are others than when they were last read, or that were read by another reader.
create or replace temp table stale_story as
with named as (
    select article_id, md5(string_agg(concat_ws('|', kind, start_text, end_text, place, is_online::varchar, quote, notes::varchar), ';' order by position)) as occasions
    from core.occasion
    group by article_id
),

story as (
    select
        p.story_id,
        count(distinct t.language) as n_languages,
        md5(concat_ws('|', $version, string_agg(
            concat_ws('|', t.article_id, t.content_hash, t.language, t.published_at::varchar, t.organisation, named.occasions), ';' order by p.place
        ))) as digest
    from core.article as t
    inner join placement as p using (article_id)
    left join named using (article_id)
    group by p.story_id
)

select story.story_id, story.digest, story.n_languages
from story
left join core.story_reading as known using (story_id)
where known.digest is distinct from story.digest
