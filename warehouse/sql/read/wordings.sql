-- All that the texts of some stories have said, by text and oldest first; of each language the text that the story shows comes first.
select
    a.story_id, a.language, a.url, a.first_seen_at, r.revision, r.seen_at, r.title,
    case when r.is_current then a.summary else r.summary end as summary,
    case when r.is_current then a.body else r.body end as body,
    r.is_current
from store.article as a
inner join store.revision as r using (article_id)
where a.story_id in (select unnest($stories::varchar[]))
order by a.story_id, a.language, a.article_id, r.revision
