-- The index as readers search it: terms numbered in the order of their spelling, so that what is asked together lies together.
create temp table numbered_article as
select article_id, (row_number() over (order by told_at desc, article_id))::integer as doc_id from placement;

create temp table posted as
select a.doc_id, d.length, unnest(d.term_ids) as known_id, unnest(d.weights) as weight
from search.document as d
inner join numbered_article as a using (article_id);

create temp table numbered_term as
with frequency as (
    select known_id, count(*) as n from posted group by known_id
),

-- What only another language's word may mean stands in no text, and is asked for all the same.
called as (
    select t.language, t.term, t.term_id as known_id, f.n
    from search.term as t
    inner join frequency as f on f.known_id = t.term_id
    union all
    select distinct other_language, other_term, null, null from search.gloss
)

select language, term, max(known_id) as known_id, max(n) as n, row_number() over (order by language, term)::integer as term_id
from called
group by language, term;

-- `impact` is what a term adds to a text's score (BM25, k1 1.2, b 0.75): rare terms and short texts count more.
create table snapshot.store.posting as
with documents as (
    select count(*) as n, greatest(avg(length), 1) as mean_length from search.document
)

select
    t.term_id,
    p.doc_id,
    (
        ln(1 + (documents.n - t.n + 0.5) / (t.n + 0.5))
        * p.weight * 2.2 / (p.weight + 1.2 * (0.25 + 0.75 * p.length / documents.mean_length))
    )::float as impact
from posted as p
cross join documents
inner join numbered_term as t on t.known_id = p.known_id
order by t.term_id, p.doc_id;

drop table posted;

-- How a term may be written: as itself or a form of it (weight 1), as a form with the same stem (0.7), or as that stem alone,
-- which stands for forms that no text has.
create table snapshot.store.form as
with stemmed as (
    select w.language, w.word, w.root, w.stem, length(w.stem) >= 4 as is_telling
    from search.word as w
    inner join numbered_term as t on t.language = w.language and t.term = w.root
),

root_of_stem as (
    select distinct language, stem, root from stemmed where is_telling
    union
    select distinct other_language, other_stem, other_term from search.gloss where length(other_stem) >= 4
),

written as (
    select language, word as form, root as term, 1.0 as weight, false as is_stem from stemmed
    union all
    select s.language, s.word, r.root, 0.7, false
    from stemmed as s
    inner join root_of_stem as r on r.language = s.language and r.stem = s.stem and r.root <> s.root
    where s.is_telling
    union all
    select language, term, term, 1.0, false from numbered_term
    union all
    select language, stem, root, 0.7, true from root_of_stem
)

select left(w.form, 3) as head, w.form, w.language, t.term_id, max(w.weight)::float as weight, bool_or(w.is_stem) as is_stem
from written as w
inner join numbered_term as t on t.language = w.language and t.term = w.term
group by all
order by head, w.form, w.language, t.term_id;

-- What a term of one language is called in the texts of another.
create table snapshot.store.gloss as
select o.term_id, t.term_id as meant_id, g.language, max(g.trust)::float as trust
from search.gloss as g
inner join numbered_term as o on o.language = g.other_language and o.term = g.other_term
inner join numbered_term as t on t.language = g.language and t.term = g.term
group by all
order by all;

drop table numbered_term;
drop table numbered_article;
drop table placement;
