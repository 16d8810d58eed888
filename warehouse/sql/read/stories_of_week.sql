-- A row a story, as a letter needs it: names and versions by language; none whose pages are all gone.
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
    n.sources
from store.news as n
left join store.organisation as o using (organisation)
where n.published_at >= $week_start and n.published_at < $week_end and not n.is_gone
order by n.published_at desc, n.story_id
