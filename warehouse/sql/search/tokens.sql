-- The words of the changed texts, a title's counted three times. "SOSTE:n" is SOSTE. Composing is slow and nearly always needless.
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
        unnest(regexp_extract_all(regexp_replace(whole, '(:\p{Ll}{1,4})(\P{L}|$)', '\2', 'g'), '[\p{L}\p{N}]{1,40}')) as word
    from told
)

select article_id, language, word, count(*) as times
from listed
group by all
