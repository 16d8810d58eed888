-- Events and deadlines not over at that instant, each once a story; those that no text tells any more are cancelled.
with every as (
    select *, false as is_cancelled from store.occasion
    union all by name
    select *, true as is_cancelled from store.withdrawn
)

select
    o.story_id,
    o.kind,
    o.starts_at,
    o.ends_at,
    o.is_all_day,
    o.place,
    o.is_online,
    {'fi': n.title_fi, 'sv': n.title_sv, 'en': n.title_en, 'se': n.title_se} as title,
    {'fi': n.url_fi, 'sv': n.url_sv, 'en': n.url_en, 'se': n.url_se} as url,
    o.occasion_id,
    o.sequence,
    o.changed_at,
    o.quote,
    o.places,
    o.quotes,
    o.is_cancelled,
    {'fi': r.name_fi, 'sv': r.name_sv, 'en': r.name_en, 'se': r.name_se} as organisation_name
from every as o
inner join store.news as n using (story_id)
left join store.organisation as r using (organisation)
where o.closes_at > $instant and not n.is_gone
order by o.starts_at, o.story_id, o.kind
