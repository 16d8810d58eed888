-- What the same publisher told before in the same language, newest first; a copy of the text itself is no earlier news.
select
    a.article_id, a.organisation, a.language, a.published_at, a.first_seen_at, a.title, left(a.summary, 1500) as summary,
    left(a.body, 4000) as body, a.content_hash
from core.article as a
inner join core.article as own on own.article_id = $article
left join core.story_member as m on m.article_id = a.article_id
left join core.story_member as n on n.article_id = own.article_id
where a.organisation = own.organisation
    and a.language = own.language
    and a.article_id <> own.article_id
    and coalesce(a.published_at, a.first_seen_at) <= coalesce(own.published_at, own.first_seen_at)
    and coalesce(a.published_at, a.first_seen_at) > coalesce(own.published_at, own.first_seen_at) - to_days($days::integer)
    and (m.story_id is null or m.story_id is distinct from n.story_id)
order by coalesce(a.published_at, a.first_seen_at) desc, a.article_id
limit $most
