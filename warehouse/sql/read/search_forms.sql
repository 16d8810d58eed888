-- A question's words: whether no text has them as they are written, and all that they may stand as, in whatever language.
with asked as materialized (
    from store.search_term($words, $language)
)

select a.word, bool_and(a.is_guess) as is_guess, coalesce(list(f.form) filter (where f.form is not null), []) as forms
from asked as a
left join store.form as f using (term_id)
group by a.word
order by a.word
