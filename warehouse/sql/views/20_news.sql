-- One row a story: each language from its best article, the publisher of the first one.
create or replace view mart.news as
with story as (
    select
        story_id,
        min(told_at) as published_at,
        arg_min(organisation, origin) as organisation,
        arg_min(kind, origin) as kind,
        list_sort(list_distinct(list(language))) as languages,
        arg_min(title, place) filter (where language = 'fi') as title_fi,
        arg_min(title, place) filter (where language = 'sv') as title_sv,
        arg_min(title, place) filter (where language = 'en') as title_en,
        arg_min(title, place) filter (where language = 'se') as title_se,
        nullif(arg_min(summary, place) filter (where language = 'fi'), '') as summary_fi,
        nullif(arg_min(summary, place) filter (where language = 'sv'), '') as summary_sv,
        nullif(arg_min(summary, place) filter (where language = 'en'), '') as summary_en,
        nullif(arg_min(summary, place) filter (where language = 'se'), '') as summary_se,
        arg_min(url, place) filter (where language = 'fi') as url_fi,
        arg_min(url, place) filter (where language = 'sv') as url_sv,
        arg_min(url, place) filter (where language = 'en') as url_en,
        arg_min(url, place) filter (where language = 'se') as url_se,
        count(*) as n_articles,
        list_sort(list_distinct(list(source))) as sources,
        bool_and(gone_at is not null) as is_gone
    from mart.telling
    group by story_id
)

select
    story.story_id,
    story.published_at,
    story.organisation,
    coalesce(o.name_fi, o.name_sv, o.name_en, o.name_se, story.organisation) as organisation_name,
    story.kind,
    coalesce(o.region, 'FI') as region,
    list_filter(['fi', 'sv', 'en', 'se'], lambda code: list_contains(story.languages, code))
    || list_filter(story.languages, lambda code: code not in ('fi', 'sv', 'en', 'se')) as languages,
    story.title_fi,
    story.title_sv,
    story.title_en,
    story.title_se,
    story.summary_fi,
    story.summary_sv,
    story.summary_en,
    story.summary_se,
    story.url_fi,
    story.url_sv,
    story.url_en,
    story.url_se,
    story.n_articles,
    story.sources,
    -- Every page of it has been removed: still news, but nothing to lead a letter's reader to.
    story.is_gone,
    -- Weeks are Finnish weeks; the local clock spares readers a time zone database.
    story.published_at at time zone 'Europe/Helsinki' as published_local,
    case when len(about.regions) > 0 then about.regions else [coalesce(o.region, 'FI')] end as regions,
    coalesce(about.topics, []) as topics,
    coalesce(about.mentions, []) as mentions
from story
left join core.organisation as o using (organisation)
left join mart.story_about as about using (story_id)
