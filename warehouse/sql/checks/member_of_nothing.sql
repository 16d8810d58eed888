-- a story has a member that does not exist
select article_id, story_id from core.story_member where article_id not in (select article_id from core.article) order by article_id
