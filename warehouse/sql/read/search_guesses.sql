-- The words of a question that stand in no text as they are written.
select distinct word from store.search_term($words, $language) where is_guess order by word
