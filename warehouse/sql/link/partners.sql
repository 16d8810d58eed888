-- Who must be judged tonight: the unlinked texts, and every text that could be their partner.
-- An article counts at the day it was published and at the day it was first seen. Versions in other languages lie at most nine
-- days away, in the same organisation; copies at most three weeks, anywhere.
create or replace temp table partner as
with dated as (
    select article_id, organisation, language, unnest(list_distinct([seen_day, told_day])) as day from near_by
),

-- Every text stands in its source's organisation and in its owner's.
placed as (
    from dated
    union all
    select d.article_id, o.owner, d.language, d.day from dated as d inner join owner as o using (article_id)
),

near as (
    select distinct p.organisation, p.language, p.day + shift as day
    from placed as p
    semi join unlinked using (article_id)
    cross join range(-9, 10) as days (shift)
),

near_day as (
    select distinct organisation, day from near
),

-- Texts of the same organisation in another language.
version as (
    select distinct p.article_id, p.organisation from placed as p
    inner join near as n on p.organisation = n.organisation and p.day = n.day and p.language <> n.language
),

-- A version's own candidates, for a text is judged beside its rivals; who publishes in one language has neither.
rival as (
    select distinct p.article_id from placed as p
    semi join near_day as n on p.organisation = n.organisation and p.day = n.day
    where p.organisation in (select organisation from version)
),

-- The unlinked texts' runs of words, and who else has them; a run that a dozen texts share is a footer, not a story.
own as (
    select u.article_id, u.language, u.day, unnest(k.shingles) as shingle
    from fresh as u
    inner join core.sketch as k using (article_id)
),

sought as (
    select distinct shingle, language from own
),

run as (
    select k.article_id, k.language, k.seen_day, k.told_day, k.shingle
    from (
        select
            k.article_id, a.language, unnest(k.shingles) as shingle,
            epoch_ms(a.first_seen_at) // 86400000 as seen_day,
            epoch_ms(coalesce(a.published_at, a.first_seen_at)) // 86400000 as told_day
        from core.sketch as k
        inner join core.article as a using (article_id)
        where epoch_ms(coalesce(a.published_at, a.first_seen_at)) // 86400000 between (select min(day) from fresh) - 22
            and (select max(day) from fresh) + 22
            or epoch_ms(a.first_seen_at) // 86400000 between (select min(day) from fresh) - 22 and (select max(day) from fresh) + 22
    ) as k
    semi join sought on sought.shingle = k.shingle and sought.language = k.language
),

shared as (
    select shingle, language from run group by all having count(distinct article_id) between 2 and 12
),

copy as (
    select distinct other.article_id
    from own
    semi join shared on shared.shingle = own.shingle and shared.language = own.language
    inner join run as other on other.shingle = own.shingle and other.language = own.language
    where other.seen_day between own.day - 21 and own.day + 21 or other.told_day between own.day - 21 and own.day + 21
),

-- A fixed handful of strangers, by which the matcher tells an unusual likeness from a common one.
stranger as (
    select article_id from near_by
    where (select count(*) from version) > 0
    qualify row_number() over (partition by language order by hash(article_id), article_id) <= 150
),

-- Where the days around hold fewer, the nearest of a year before and after them stand in.
few as (
    select spoken.language, count(n.article_id) as held
    from (values ('fi'), ('sv'), ('en'), ('se')) as spoken (language)
    left join near_by as n using (language)
    group by spoken.language
    having count(n.article_id) < 150 and (select count(*) from version) > 0
),

further as (
    select a.article_id
    from core.article as a
    inner join few using (language)
    where a.article_id not in (select article_id from near_by)
        and abs(epoch_ms(a.first_seen_at) // 86400000 - (select max(day) from fresh)) <= 365
    qualify row_number() over (
        partition by a.language
        order by abs(epoch_ms(a.first_seen_at) // 86400000 - (select max(day) from fresh)), hash(a.article_id), a.article_id
    ) <= 150 - few.held
),

named as (
    select distinct alternate.url from unlinked, unnest(alternates) as listed (alternate)
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
    select article_id from further
    union
    select a.article_id from core.article as a where a.release_number in (select release_number from unlinked)
    union
    select a.article_id from core.article as a where a.release_group in (select release_group from unlinked)
    union
    -- What a text names as its other version, and what names it.
    select a.article_id from core.article as a where a.url in (select url from named)
    union
    select a.article_id
    from (select article_id, unnest(alternates).url as url from core.article where len(alternates) > 0) as a
    where a.url in (select url from unlinked)
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
