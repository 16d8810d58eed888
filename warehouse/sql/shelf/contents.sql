-- What the letters made so far hold: how many stories each, and the headlines of the first few.
select
    item.issue_id,
    count(*) as stories,
    list({'fi': news.title_fi, 'sv': news.title_sv, 'en': news.title_en, 'se': news.title_se} order by item.position)[:$heads] as heads
from digest_item as item
inner join news using (story_id)
group by item.issue_id
