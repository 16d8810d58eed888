insert into search.word by name
select
    unnest($languages::varchar[]) as language,
    unnest($words::varchar[]) as word,
    unnest($roots::varchar[]) as root,
    unnest($stems::varchar[]) as stem,
    unnest($parts::varchar[][]) as parts
