-- Which of these words are forms that the index knows.
select distinct form from store.form where form in (select unnest($forms::varchar[])) order by form
