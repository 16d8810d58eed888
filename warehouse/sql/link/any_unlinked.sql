select article_id from unlinked limit 1
