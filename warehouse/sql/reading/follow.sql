create or replace temp table placement as
from mart.place;

-- An occasion goes with the articles that tell it, into the story where they all are now; what no text tells goes.
update core.story_occasion as o set story_id = moved.story_id
from (
    select told.occasion_id, any_value(t.story_id) as story_id
    from (select occasion_id, unnest(article_ids) as article_id from core.story_occasion) as told
    inner join placement as t using (article_id)
    group by told.occasion_id
    having count(distinct t.story_id) = 1
) as moved
where moved.occasion_id = o.occasion_id and moved.story_id <> o.story_id;

delete from core.story_occasion where story_id not in (select story_id from placement);
delete from core.note where story_id not in (select story_id from placement);
delete from core.story_reading where story_id not in (select story_id from placement);
