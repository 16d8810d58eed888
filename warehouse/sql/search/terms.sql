insert into search.term by name
select unnest($languages::varchar[]) as language, unnest($terms::varchar[]) as term
