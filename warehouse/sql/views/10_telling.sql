-- Every article with its place in its story.
create or replace view mart.telling as
select a.*, p.story_id, p.told_at, p.origin, p.place
from core.article as a
inner join mart.place as p using (article_id)
