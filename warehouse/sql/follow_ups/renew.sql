delete from core.follow_up where article_id in (select article_id from following)
