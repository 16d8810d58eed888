select article_id, story_id, language, organisation, source, published_at, first_seen_at, title, url
from store.article
where story_id in (select unnest($stories::varchar[])) or article_id in (select unnest($articles::varchar[]))
order by coalesce(published_at, first_seen_at), article_id
