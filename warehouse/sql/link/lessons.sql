-- The tied texts, and their organisations' texts of those days: a text's other candidates are what it is not.
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
    qualify row_number() over (order by hash(a.article_id), a.article_id) <= 8 * (select count(*) from tie)
)

select article_id from tied
union
select article_id from rival;
