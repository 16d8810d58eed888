-- What waits for an editor, best first: pairs that may be one news and stand in two stories.
select
    v.left_id, v.right_id, v.score, v.evidence, v.matcher,
    a.story_id as left_story, a.language as left_language, a.title as left_title, a.url as left_url,
    b.story_id as right_story, b.language as right_language, b.title as right_title, b.url as right_url,
    greatest(coalesce(a.published_at, a.first_seen_at), coalesce(b.published_at, b.first_seen_at)) as told_at
from store.variant as v
inner join store.article as a on a.article_id = v.left_id
inner join store.article as b on b.article_id = v.right_id
where v.relation = 'possible' and a.story_id <> b.story_id
order by v.score desc, told_at desc, v.left_id, v.right_id
