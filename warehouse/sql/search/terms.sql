insert into search.term by name
select
    (select coalesce(max(term_id), 0) from search.term) + row_number() over (order by language, term) as term_id,
    language,
    term
from (select unnest($languages::varchar[]) as language, unnest($terms::varchar[]) as term)
