-- The words that a question's words may stand as in a text, in whatever language: for showing where they stand.
select distinct f.form
from store.search_term($words, $language) as t
inner join store.form as f using (term_id)
