-- A row a story that one week's letter may tell, as the letter needs it; none whose pages are all gone.
-- Which: published in the week; picked; or, for letters that went before it was there, first met or changed between
-- $seen_from and $seen_until by a source that had been read for half a day already (a new source's archive is history).
with source_since as (
    select source, min(first_seen_at) as since from store.article group by source
),

met as (
    select
        a.story_id,
        min(a.first_seen_at) as first_seen_at,
        min(s.since) as source_since,
        bool_or(a.first_seen_at >= $seen_from and a.first_seen_at < $seen_until and a.first_seen_at > s.since + interval 12 hour) as is_new
    from store.article as a
    inner join source_since as s using (source)
    group by a.story_id
),

changed as (
    select distinct a.story_id
    from store.revision as r
    inner join store.article as a using (article_id)
    where r.revision > 1 and r.seen_at >= $seen_from and r.seen_at < $seen_until
)

select
    n.story_id,
    n.published_at,
    n.organisation,
    {'fi': o.name_fi, 'sv': o.name_sv, 'en': o.name_en, 'se': o.name_se} as organisation_name,
    o.kind as organisation_kind,
    n.kind,
    n.region,
    n.languages,
    {
        'fi': {'title': n.title_fi, 'url': n.url_fi, 'summary': n.summary_fi},
        'sv': {'title': n.title_sv, 'url': n.url_sv, 'summary': n.summary_sv},
        'en': {'title': n.title_en, 'url': n.url_en, 'summary': n.summary_en},
        'se': {'title': n.title_se, 'url': n.url_se, 'summary': n.summary_se}
    } as versions,
    n.n_articles,
    n.sources,
    n.topics,
    n.regions,
    met.first_seen_at,
    met.source_since
from store.news as n
left join store.organisation as o using (organisation)
left join met using (story_id)
where not n.is_gone and (
    (n.published_at >= $week_start and n.published_at < $week_end)
    or list_contains($picked::varchar[], n.story_id)
    or (n.published_at < $week_start and (met.is_new or n.story_id in (from changed)))
)
order by n.published_at desc, n.story_id
