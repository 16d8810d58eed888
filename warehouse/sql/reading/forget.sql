-- The notes of these stories, before they are written anew.
delete from core.note where story_id in (select unnest($stories::varchar[]))
