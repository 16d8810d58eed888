-- The newest pairs that publishers or editors tie across languages, and their organisations' texts of those days.
create or replace temp table tie as
select v.left_id, v.right_id
from core.variant as v
inner join core.article as a on a.article_id = v.left_id
inner join core.article as b on b.article_id = v.right_id
where v.relation = 'variant' and v.decided_by in ('structure', 'editor') and a.language <> b.language
order by greatest(coalesce(a.published_at, a.first_seen_at), coalesce(b.published_at, b.first_seen_at)) desc, v.left_id, v.right_id
limit $most;

create or replace temp table unlinked as select * from core.article where false;

create or replace temp table partner as
with tied as (
    select left_id as article_id from tie
    union
    select right_id from tie
),

day as (
    select distinct a.organisation, epoch_ms(coalesce(a.published_at, a.first_seen_at)) // 86400000 + shift as day
    from core.article as a
    semi join tied using (article_id)
    cross join range(-8, 9) as days (shift)
),

-- Rivals of a tie are drawn by chance where an organisation writes much.
rival as (
    select a.article_id
    from core.article as a
    semi join day on day.organisation = a.organisation
        and day.day = epoch_ms(coalesce(a.published_at, a.first_seen_at)) // 86400000
    order by hash(a.article_id), a.article_id
    limit 4 * $most
)

select article_id from tied
union
select article_id from rival;
