delete from core.about where article_id not in (select article_id from core.article)
