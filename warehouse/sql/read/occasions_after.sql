-- One row a story, kind and start: its language versions name the same event, the earliest article's words stand for all.
-- Where one version tells the hour and another only the day, the hour is told.
select
    o.story_id,
    o.kind,
    o.starts_at,
    max(o.ends_at) as ends_at,
    bool_and(o.is_all_day) as is_all_day,
    any_value(o.place order by o.article_id) as place,
    bool_or(o.is_online) as is_online,
    {'fi': n.title_fi, 'sv': n.title_sv, 'en': n.title_en, 'se': n.title_se} as title,
    {'fi': n.url_fi, 'sv': n.url_sv, 'en': n.url_en, 'se': n.url_se} as url
from store.occasion as o
inner join store.news as n using (story_id)
where o.closes_at > $instant and not n.is_gone and not o.is_vague
group by all
order by o.starts_at, o.story_id, o.kind
