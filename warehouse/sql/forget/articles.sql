-- The articles that go: one by its id, or an organisation's.
select article_id, url, title from core.article where article_id = $article or organisation = $organisation order by article_id
