-- Days since 1970 on which the unlinked texts lie: the day of publication and the day they were first seen.
create or replace temp table fresh as
select
    article_id, organisation, language, url, list_concat(categories, authors) as names,
    unnest(list_distinct([epoch_ms(first_seen_at) // 86400000, epoch_ms(coalesce(published_at, first_seen_at)) // 86400000])) as day
from unlinked;

-- All texts that lie within nine days of one of them.
create or replace temp table near_by as
with reached as (
    select distinct day + shift as day from fresh cross join range(-9, 10) as days (shift)
)

select
    article_id, organisation, language, url, list_concat(categories, authors) as names,
    epoch_ms(first_seen_at) // 86400000 as seen_day,
    epoch_ms(coalesce(published_at, first_seen_at)) // 86400000 as told_day
from core.article
where epoch_ms(first_seen_at) // 86400000 in (select day from reached)
    or epoch_ms(coalesce(published_at, first_seen_at)) // 86400000 in (select day from reached);

-- Whose a text is beside its source's organisation: who owns the site it lies on, or whose name is among its categories, its writers
-- and where a joint feed says that it has it from.
create or replace temp table owner as
with site as (
    select regexp_extract(lower(website), '^[a-z]+://(?:www\.)?([^/:?#]+)', 1) as host, any_value(organisation) as organisation
    from core.organisation
    where is_registered
    group by host
    having count(*) = 1
),

called as (
    select lower(trim(name)) as name, any_value(organisation) as organisation
    from (
        select organisation, unnest(aliases || [name_fi, name_sv, name_en, name_se]) as name
        from core.organisation
        where is_registered
    )
    where length(trim(name)) > 2
    group by lower(trim(name))
    having count(distinct organisation) = 1
),

told as (
    select n.article_id, n.organisation, site.organisation as owner
    from near_by as n
    inner join site on site.host = regexp_extract(lower(n.url), '^[a-z]+://(?:www\.)?([^/:?#]+)', 1)
    union
    select n.article_id, n.organisation, called.organisation as owner
    from near_by as n, unnest(n.names) as listed (told)
    inner join called on called.name = lower(trim(listed.told))
)

select article_id, owner from told where owner <> organisation;
