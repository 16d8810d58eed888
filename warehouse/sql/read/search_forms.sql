-- A question's words: whether no text has them as they are written, the terms that each may stand as, in whatever language, and their forms.
with asked as materialized (
    from store.search_term($words, $language)
),

told as (
    select a.word, a.term_id, a.weight, a.is_guess, list(f.form) filter (where f.form is not null) as forms
    from asked as a
    left join store.form as f using (term_id)
    group by all
)

select
    word,
    bool_and(is_guess) as is_guess,
    coalesce(flatten(list(forms) filter (where forms is not null)), []) as forms,
    list({'word': word, 'term_id': term_id, 'weight': weight}) as terms
from told
group by word
order by word
