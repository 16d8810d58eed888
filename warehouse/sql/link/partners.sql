-- Who must be judged tonight: the unlinked texts, and every text that could be their partner.
-- An article counts at the day it was published and at the day it was first seen. Versions in other languages lie at most nine
-- days away, in the same organisation; copies at most three weeks, anywhere.
create or replace temp table partner as
with dated as (
    select article_id, organisation, language, unnest(list_distinct(
        [epoch_ms(first_seen_at) // 86400000, epoch_ms(coalesce(published_at, first_seen_at)) // 86400000]
    )) as day
    from core.article
),

fresh as (
    select d.* from dated as d semi join unlinked using (article_id)
),

near as (
    select distinct organisation, language, day + shift as day from fresh cross join range(-9, 10) as days (shift)
),

-- Texts of the same organisation in another language.
version as (
    select d.* from dated as d
    inner join near as n on d.organisation = n.organisation and d.day = n.day and d.language <> n.language
),

-- A version's own candidates, for a text is judged beside its rivals; who publishes in one language has neither.
rival as (
    select d.article_id from dated as d
    semi join near as n on d.organisation = n.organisation and d.day = n.day
    where d.organisation in (select organisation from version)
),

-- A run of words that a dozen texts share is a footer, not a story.
run as (
    select article_id, language, day, unnest(shingles) as shingle
    from core.sketch
    inner join dated using (article_id)
    where day between (select min(day) from fresh) - 22 and (select max(day) from fresh) + 22
),

shared as (
    select shingle, language from run group by all having count(distinct article_id) between 2 and 12
),

copy as (
    select distinct other.article_id
    from run as own
    semi join unlinked on unlinked.article_id = own.article_id
    semi join shared on shared.shingle = own.shingle and shared.language = own.language
    inner join run as other
        on other.shingle = own.shingle and other.language = own.language and other.day between own.day - 21 and own.day + 21
),

-- A fixed handful of strangers, by which the matcher tells an unusual likeness from a common one.
stranger as (
    select distinct article_id, language from dated
    where day between (select min(day) from fresh) - 9 and (select max(day) from fresh) + 9
        and (select count(*) from version) > 0
    qualify dense_rank() over (partition by language order by hash(article_id), article_id) <= 150
),

found as (
    select article_id from unlinked
    union
    select article_id from version
    union
    select article_id from rival
    union
    select article_id from copy
    union
    select article_id from stranger
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
