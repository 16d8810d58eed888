-- The words of the changed texts, a title's counted three times. Composing is slow and nearly always needless.
create or replace temp table token as
with told as (
    select article_id, language, lower(case when regexp_matches(whole, '\p{M}') then nfc_normalize(whole) else whole end) as whole
    from (
        select article_id, language, concat_ws(' ', title, title, title, summary, body) as whole from changed
    )
),

listed as (
    select
        article_id,
        language,
        unnest(regexp_extract_all(whole, '[\p{L}\p{N}]+')) as word
    from told
)

-- A longer word is no word; its beginning is enough.
select article_id, language, left(word, 40) as word, count(*) as times
from listed
group by all
