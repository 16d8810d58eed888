-- a merged story leads to a story that does not exist, or to another merged one
select story_id, merged_into from core.story_alias where merged_into not in (select story_id from core.story) order by story_id
