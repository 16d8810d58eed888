-- What each story is about: what its articles say, the strongest first. A publisher's own region counts for what it told first,
-- not for what it passes on; where no text names a region, the story concerns its organisation's.
create or replace view mart.story_about as
with teller as (
    select story_id, arg_min(organisation, origin) as organisation from mart.telling group by story_id
),

told as (
    select t.story_id, t.organisation, teller.organisation as teller, o.region as own_region, a.regions, a.topics, a.mentions
    from mart.telling as t
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
)

select
    story_id,
    coalesce(list(code order by place) filter (where sort = 'region'), []) as regions,
    coalesce(list(code order by place) filter (where sort = 'topic'), []) as topics,
    coalesce(list(code order by place) filter (where sort = 'mention'), []) as mentions
from ranked
group by story_id
