-- Every article's place in its story; one not linked yet tells a story of its own, under the id that linking gives to such.
-- `origin` ranks a story's articles by who told it first, `place` the same with removed pages last.
-- A page that gives only a day says less than one that gives the minute, so within a day the finer clock goes first; at the same
-- moment the publisher that the text names goes before one that it does not (a portal that republishes), then one that shares texts
-- with few before one that shares with many; a last tie goes by the organisation, so that a story's languages lead to one publisher.
create or replace view mart.place as
with pair as (
    select left_id as article_id, right_id as other_id from core.variant where relation = 'duplicate'
    union all
    select right_id as article_id, left_id as other_id from core.variant where relation = 'duplicate'
),

sharing as (
    select a.organisation, count(distinct b.organisation) as publishers
    from pair
    inner join core.article as a using (article_id)
    inner join core.article as b on b.article_id = pair.other_id
    where a.organisation <> b.organisation
    group by all
),

-- Texts are searched for their publishers' names only where there is something to decide.
named as (
    select a.article_id
    from core.article as a
    inner join core.organisation as o using (organisation)
    inner join core.story_member as m using (article_id)
    where
        m.story_id in (select story_id from core.story_member group by story_id having count(*) > 1)
        and len(list_filter(
            [o.name_fi, o.name_sv, o.name_en, o.name_se] || o.aliases,
            lambda name: length(name) > 2 and contains(a.title || ' ' || a.summary || ' ' || a.body, name)
        )) > 0
),

told as (
    select
        a.article_id,
        a.organisation,
        a.first_seen_at,
        a.gone_at is not null as is_gone,
        coalesce(m.story_id, 's-' || left(sha256(a.article_id), 12)) as story_id,
        coalesce(a.published_at, a.first_seen_at) as told_at,
        case a.published_precision when 'second' then 0 when 'minute' then 0 when 'day' then 1 when 'month' then 2 else 3 end as coarseness,
        coalesce(sharing.publishers, 0) as publishers,
        named.article_id is null as is_unnamed
    from core.article as a
    left join core.story_member as m using (article_id)
    left join sharing using (organisation)
    left join named using (article_id)
)

select
    article_id,
    story_id,
    told_at,
    row_number() over (
        partition by story_id
        order by
            (told_at at time zone 'Europe/Helsinki')::date, coarseness, told_at, is_unnamed, publishers, organisation, first_seen_at,
            article_id
    ) as origin,
    row_number() over (
        partition by story_id
        order by
            is_gone, (told_at at time zone 'Europe/Helsinki')::date, coarseness, told_at, is_unnamed, publishers, organisation,
            first_seen_at, article_id
    ) as place
from told;

comment on view mart.place is 'Every article''s place in its story.'
