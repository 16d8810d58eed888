-- Only what every DuckDB since 1.4 knows, and no extension.
create macro week(iso) as table
select * exclude (published_local, is_gone)
from store.news
where published_local >= strptime(iso || '-1', '%G-W%V-%u') and published_local < strptime(iso || '-1', '%G-W%V-%u') + interval 7 day
order by published_at desc, story_id;

-- The places (doc_id) of the articles that hold all the words, with their scores. A word is found in any of its forms, inside
-- compounds and, less surely, in other languages; word* is a beginning, "several words" stand together as they are written.
create macro search_hit(words, in_language) as table
with asked as (
    select translate(lower(nfc_normalize(words)), '”“„»«', '"""""') as line
),

token as (
    select unnest(regexp_extract_all(
        regexp_replace(line, '(:\p{Ll}{1,4})([^\p{L}*]|$)', '\2', 'g'), '"[^"]*"|[\p{L}\p{N}]{1,40}\*?'
    )) as token
    from asked
),

phrase as (
    select ' ' || array_to_string(regexp_extract_all(token, '[\p{L}\p{N}]+'), ' ') || ' ' as phrase from token where token[1] = '"'
),

word as materialized (
    select distinct rtrim(word, '*') as word, left(word, 3) as head, length(word) > 3 and word[-1] = '*' as is_beginning
    from (
        select unnest(case when token[1] = '"' then regexp_extract_all(token, '[\p{L}\p{N}]{1,40}') else [token] end) as word from token
    )
),

-- A form that no text has leads to the longest stem that it begins with.
written as materialized (
    select w.word, f.term_id, f.language, f.weight, w.is_beginning
    from word as w
    inner join store.form as f on f.head = rtrim(w.head, '*')
    where
        case
            when w.is_beginning then starts_with(f.form, w.word) and not f.is_stem
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
    select word, term_id, max(weight) as weight
    from (
        select word, term_id, weight from written where in_language is null or language = in_language
        union all
        select w.word, g.meant_id, 0.4 * w.weight * g.trust
        from written as w
        semi join speaking using (language)
        inner join store.gloss as g on g.term_id = w.term_id
        where not w.is_beginning and (in_language is null or g.language = in_language)
    )
    group by all
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
    having count(*) = (select count(*) from word)
),

-- Texts are opened only where several words must stand together.
broken as (
    select s.doc_id
    from phrase as p
    inner join scored as s on true
    inner join store.article as a using (doc_id)
    where not contains(
        ' ' || regexp_replace(
            lower(nfc_normalize(concat_ws(' . ', a.title, a.summary, a.body))), '[^\p{L}\p{N}]+', ' ', 'g'
        ) || ' ', p.phrase
    )
)

select doc_id, score from scored anti join broken using (doc_id);

create macro search(words, language := null) as table
select a.* exclude (doc_id), round(hit.score, 3) as score
from search_hit(words, language) as hit
inner join store.article as a using (doc_id)
order by hit.score desc, a.published_at desc nulls last, a.article_id;

-- One row a story and deadline, from now on; `kooste_now` lets a session fix the clock.
create macro deadlines(days) as table
select
    o.starts_at, o.ends_at, o.is_all_day, n.story_id, coalesce(n.title_fi, n.title_sv, n.title_en, n.title_se) as title,
    n.organisation_name, coalesce(n.url_fi, n.url_sv, n.url_en, n.url_se) as url, any_value(o.quote order by o.article_id) as quote
from store.occasion as o
inner join store.news as n using (story_id)
where o.kind = 'deadline'
    and o.closes_at > coalesce(getvariable('kooste_now')::timestamptz, now())
    and o.starts_at < coalesce(getvariable('kooste_now')::timestamptz, now()) + to_days(days::integer)
group by all
order by o.starts_at, n.story_id;
