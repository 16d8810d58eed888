-- What an editor should look at in a story, as it was found.
select kind, article_ids, message, evidence from store.note where story_id = $story order by position
