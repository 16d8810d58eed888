-- The next stories that an editor may have to look at, article by article, the original first, within a day the Finnish
-- one. Texts are opened only where two languages can contradict each other.
with story as (
    select story_id, n_languages, digest from stale_story where story_id > $after order by story_id limit $most
),

named as (
    select article_id, list(struct_pack(
        kind := kind, starts := start_text, ends := end_text, place := place, is_online := is_online, quote := quote, notes := notes
    ) order by position) as occasions
    from core.occasion
    group by article_id
)

select
    story.story_id,
    t.article_id,
    t.organisation,
    t.language,
    t.published_at,
    t.published_precision,
    t.last_seen_at,
    case when story.n_languages > 1 then t.title else '' end as title,
    case when story.n_languages > 1 then t.summary else '' end as summary,
    case when story.n_languages > 1 then t.body else '' end as body,
    coalesce(named.occasions, []) as occasions,
    story.digest
from story
inner join placement as p using (story_id)
inner join core.article as t using (article_id)
left join named using (article_id)
order by
    story.story_id, t.gone_at is not null, (p.told_at at time zone 'Europe/Helsinki')::date,
    list_position(['fi', 'sv', 'en', 'se', t.language], t.language), p.place
