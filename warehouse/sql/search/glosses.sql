insert into search.gloss by name
select
    unnest($languages::varchar[]) as language,
    unnest($terms::varchar[]) as term,
    unnest($other_languages::varchar[]) as other_language,
    unnest($other_terms::varchar[]) as other_term,
    unnest($other_stems::varchar[]) as other_stem,
    unnest($trusts::double[]) as trust
