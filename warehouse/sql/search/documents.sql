-- A part of a compound says less of its text than a word of its own.
insert into search.document by name
with meant as (
    select language, word, root as term, 1.0 as share from search.word
    union all
    select language, word, unnest(parts) as term, 0.4 as share from search.word
),

counted as (
    select t.article_id, m.term, sum(t.times * m.share)::float as weight
    from token as t
    inner join meant as m on m.language = t.language and m.word = t.word
    group by all
),

length as (
    select article_id, sum(times)::integer as length from token group by all
)

select
    c.article_id,
    c.content_hash,
    c.language,
    coalesce(any_value(length.length), 0) as length,
    coalesce(list(counted.term order by counted.term) filter (where counted.term is not null), []) as terms,
    coalesce(list(counted.weight order by counted.term) filter (where counted.term is not null), []) as weights
from changed as c
left join counted using (article_id)
left join length using (article_id)
group by c.article_id, c.content_hash, c.language
order by c.article_id
