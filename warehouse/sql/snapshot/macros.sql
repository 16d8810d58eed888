-- Only what every DuckDB since 1.4 knows, and no extension.
create macro week(iso) as table
select * exclude (published_local, is_gone)
from store.news
where published_local >= strptime(iso || '-1', '%G-W%V-%u') and published_local < strptime(iso || '-1', '%G-W%V-%u') + interval 7 day
order by published_at desc, story_id;

-- All words must be found, anywhere in a word: Finnish compounds open from the middle. A title counts most.
create macro search(words) as table
with word as (
    select unnest(list_distinct(regexp_extract_all(lower(nfc_normalize(words)), '[\p{L}\p{N}]+'))) as word
),

hit as (
    select
        t.article_id,
        sum(
            case when contains(t.title, word.word) then 3 else 0 end
            + least(5, (length(t.text) - length(replace(t.text, word.word, ''))) / length(word.word)) / ln(50 + length(t.text))
        ) as score
    from store.search_text as t
    inner join word on contains(t.text, word.word)
    group by t.article_id
    having count(*) = (select count(*) from word)
)

select a.*, round(hit.score, 3) as score
from hit
inner join article as a using (article_id)
order by score desc, a.published_at desc nulls last, a.article_id;

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
