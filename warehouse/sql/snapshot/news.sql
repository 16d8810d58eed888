-- One row a story: each language from its best article, the publisher of the first one.
create table snapshot.store.news as
with telling as (
    select a.*, p.story_id, p.told_at, p.origin, p.place
    from core.article as a
    inner join placement as p using (article_id)
),

-- What each story is about: what its articles say, the strongest first. A publisher's own region counts for what it told first,
-- not for what it passes on; where no text names a region, the story concerns its organisation's.
teller as (
    select story_id, arg_min(organisation, origin) as organisation from telling group by story_id
),

told as (
    select t.story_id, t.organisation, teller.organisation as teller, o.region as own_region, a.regions, a.topics, a.mentions
    from telling as t
    inner join core.about as a using (article_id)
    inner join teller using (story_id)
    left join core.organisation as o on o.organisation = t.organisation
),

counted as (
    select story_id, 'region' as sort, code, place_in_text
    from told, unnest(regions) with ordinality as listed (code, place_in_text)
    where organisation = teller or code is distinct from own_region
    union all
    select story_id, 'topic', code, place_in_text from told, unnest(topics) with ordinality as listed (code, place_in_text)
    union all
    select story_id, 'mention', code, place_in_text
    from told, unnest(mentions) with ordinality as listed (code, place_in_text)
    where code <> teller
),

ranked as (
    select story_id, sort, code, row_number() over (partition by story_id, sort order by min(place_in_text), count(*) desc, code) as place
    from counted
    group by story_id, sort, code
),

about as (
    select
        story_id,
        coalesce(list(code order by place) filter (where sort = 'region'), []) as regions,
        coalesce(list(code order by place) filter (where sort = 'topic'), []) as topics,
        coalesce(list(code order by place) filter (where sort = 'mention'), []) as mentions
    from ranked
    group by story_id
),

story as (
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
    from telling
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
left join about using (story_id)
order by story.published_at desc, story.story_id;
