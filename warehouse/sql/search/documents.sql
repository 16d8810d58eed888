-- A part of a compound says less of its text than a word of its own.
insert into search.document by name
with meant as (
    select language, word, root as term, 1.0 as share from search.word
    union all
    select language, word, unnest(parts) as term, 0.4 as share from search.word
),

said as (
    select m.language, m.word, m.share, t.term_id
    from meant as m
    semi join token on token.language = m.language and token.word = m.word
    inner join search.term as t on t.language = m.language and t.term = m.term
),

counted as (
    select t.article_id, s.term_id, sum(t.times * s.share)::float as weight
    from token as t
    inner join said as s on s.language = t.language and s.word = t.word
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
    coalesce(list(counted.term_id order by counted.term_id) filter (where counted.term_id is not null), []) as term_ids,
    coalesce(list(counted.weight order by counted.term_id) filter (where counted.term_id is not null), []) as weights
from changed as c
left join counted using (article_id)
left join length using (article_id)
group by c.article_id, c.content_hash, c.language
order by c.article_id
