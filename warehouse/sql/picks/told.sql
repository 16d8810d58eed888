-- The letters of an audience that told these stories.
select item.story_id, list_sort(list(distinct issue.issue_id)) as issues
from store.digest_item as item
inner join store.digest_issue as issue using (issue_id)
where issue.audience = $audience and list_contains($stories::varchar[], item.story_id)
group by item.story_id
