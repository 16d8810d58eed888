select i.issue_id, i.week, i.audience, i.language, t.position, t.story_id
from digest_item as t
inner join digest_issue as i using (issue_id)
order by i.week, i.audience, i.language, t.position
