-- Who must be judged tonight: the unlinked texts, and every text that could be their partner.
-- An article counts at the day it was published and at the day it was first seen; partners lie at most nine days away.
create or replace temp table partner as
with dated as (
    select article_id, organisation, language, unnest(list_distinct(
        [epoch_ms(first_seen_at) // 86400000, epoch_ms(coalesce(published_at, first_seen_at)) // 86400000]
    )) as day
    from core.article
),

near as (
    select distinct u.organisation, u.language, d.day + shift as day
    from unlinked as u
    inner join dated as d using (article_id)
    cross join range(-9, 10) as days (shift)
),

found as (
    select article_id from unlinked
    union
    select article_id from dated semi join near using (organisation, day)
    union
    select article_id from dated semi join near using (language, day)
    union
    select a.article_id from core.article as a where a.release_number in (select release_number from unlinked)
    union
    select a.article_id from core.article as a where a.release_group in (select release_group from unlinked)
    union
    -- What a text names as its other version, and what names it.
    select a.article_id from core.article as a
    where a.url in (select alternate.url from unlinked, unnest(alternates) as listed (alternate))
    union
    select a.article_id from core.article as a, unnest(a.alternates) as listed (alternate)
    where alternate.url in (select url from unlinked)
),

-- What editors hold together comes together, so that the grouping hears them.
ruled as (
    select right_id as article_id from ruling where left_id in (select article_id from found)
    union
    select left_id as article_id from ruling where right_id in (select article_id from found)
    union
    select article_id from found
)

-- Whole stories, so that the grouping sees every member of what it may join or part.
select article_id from ruled
union
select m.article_id from core.story_member as m
where m.story_id in (select story_id from core.story_member where article_id in (select article_id from ruled));
