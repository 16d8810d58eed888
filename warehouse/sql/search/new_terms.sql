select distinct m.language, m.term
from (
    select language, root as term from search.word
    union
    select language, unnest(parts) as term from search.word
) as m
anti join search.term as t on t.language = m.language and t.term = m.term
order by m.language, m.term
