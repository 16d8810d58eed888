-- Only what every DuckDB since 1.4 knows, and no extension.
create macro week(iso) as table
select * exclude (published_local, is_gone)
from store.news
where published_local >= strptime(iso || '-1', '%G-W%V-%u') and published_local < strptime(iso || '-1', '%G-W%V-%u') + interval 7 day
order by published_at desc, story_id;

-- What a question asks for: each of its words with the terms that texts may hold it as, NULL when none does. A word stands for all
-- its forms and, less surely, for what other languages call it; word* is a beginning.
create macro store.search_term(words, in_language) as table
with token as materialized (
    select unnest(regexp_extract_all(
        regexp_replace(translate(lower(nfc_normalize(words)), '”“„»«–—…’‘´§·•', '"""""         '), ':[a-zåäö]+', '', 'g'),
        '"[^"]*"|[^[:space:][:punct:]]+[*]?'
    )) as token
),

word as materialized (
    select distinct left(rtrim(word, '*'), 40) as word, left(rtrim(word, '*'), 3) as head, length(word) > 3 and word[-1] = '*' as is_beginning
    from (
        select unnest(case when token[1] = '"' then regexp_extract_all(token, '[^[:space:][:punct:]]+') else [token] end) as word from token
    )
),

-- A form that no text has leads to the longest stem that it begins with.
written as materialized (
    select w.word, f.term_id, f.language, f.weight, w.is_beginning, not w.is_beginning and f.form <> w.word as is_guess
    from word as w
    inner join store.form as f on f.head = w.head
    where
        case
            when w.is_beginning then starts_with(f.form, w.word) 
            else f.form = w.word or (f.is_stem and starts_with(w.word, f.form) and 5 * length(f.form) >= 3 * length(w.word))
        end
    qualify w.is_beginning or rank() over (partition by w.word order by length(f.form) desc) = 1
),

-- The question's own language, or languages: the ones that know most of its words.
speaking as (
    select language from written
    where not is_beginning
    group by language
    qualify rank() over (order by count(distinct word) desc) = 1
),

wanted as materialized (
    select word, term_id, max(weight) as weight, bool_and(is_guess) as is_guess
    from (
        select word, term_id, weight, is_guess from written where in_language is null or language = in_language
        union all
        select w.word, g.meant_id, 0.4 * w.weight * g.trust, w.is_guess
        from written as w
        semi join speaking using (language)
        inner join store.gloss as g on g.term_id = w.term_id
        where not w.is_beginning and (in_language is null or g.language = in_language)
    )
    group by all
)

select word.word, wanted.term_id, wanted.weight, coalesce(wanted.is_guess, true) as is_guess from word left join wanted using (word);

-- The places (doc_id) of the articles that hold all the words, with their scores, for terms that search_term has told (a list of
-- word, term_id, weight); "several words" stand together as they are written.
create macro store.search_among(asked, words) as table
with wanted as materialized (
    select unnest(asked, recursive := true)
),

scored as (
    select doc_id, sum(score) as score
    from (
        select p.doc_id, w.word, max(p.impact * w.weight) as score
        from store.posting as p
        inner join wanted as w using (term_id)
        group by all
    )
    group by doc_id
    having count(*) = (select count(distinct word) from wanted)
),

-- Texts are opened only where several words must stand together.
broken as (
    select s.doc_id
    from (
        select ' ' || array_to_string(regexp_extract_all(token, '[^[:space:][:punct:]]+'), ' ') || ' ' as phrase
        from (select unnest(regexp_extract_all(translate(lower(nfc_normalize(words)), '”“„»«–—…’‘´§·•', '"""""         '), '"[^"]*"')) as token)
    ) as p
    inner join scored as s on true
    inner join store.article as a using (doc_id)
    where not contains(
        ' ' || regexp_replace(
            lower(nfc_normalize(concat_ws(' . ', a.title, a.summary, a.body))), '[^\p{L}\p{N}]+', ' ', 'g'
        ) || ' ', p.phrase
    )
)

select doc_id, score from scored anti join broken using (doc_id);

create macro store.search_hit(words, in_language) as table
from store.search_among(
    (select list({'word': word, 'term_id': term_id, 'weight': weight}) from store.search_term(words, in_language)), words
);

create macro search(words, language := null) as table
select a.* exclude (doc_id), round(hit.score, 3) as score
from store.search_hit(words, language) as hit
inner join store.article as a using (doc_id)
order by hit.score desc, a.published_at desc nulls last, a.article_id;

-- One row a story and deadline, from now on; `kooste_now` lets a session fix the clock.
create macro deadlines(days) as table
select
    o.starts_at, o.ends_at, o.is_all_day, n.story_id, coalesce(n.title_fi, n.title_sv, n.title_en, n.title_se) as title,
    n.organisation_name, coalesce(n.url_fi, n.url_sv, n.url_en, n.url_se) as url, o.quote
from store.occasion as o
inner join store.news as n using (story_id)
where o.kind = 'deadline'
    and o.closes_at > coalesce(getvariable('kooste_now')::timestamptz, now())
    and o.starts_at < coalesce(getvariable('kooste_now')::timestamptz, now()) + to_days(days::integer)
order by o.starts_at, n.story_id;
