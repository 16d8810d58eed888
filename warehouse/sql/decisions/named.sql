-- What a name means: a story's id, the id of a story merged into another, an article's id, or its address.
select story_id, null as article_id, 1 as rank from store.news where story_id = $asked
union all
select merged_into, null, 2 from store.story_alias where story_id = $asked
union all
select story_id, article_id, 3 from store.article where article_id = $asked
union all
select story_id, article_id, 4 from store.article where url in ($asked, $asked || '/', rtrim($asked, '/'))
order by rank
limit 1
