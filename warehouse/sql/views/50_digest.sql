-- Letters, with their stories under the ids these have now.
create or replace view mart.digest_item as
select i.issue_id, i.position, coalesce(a.merged_into, i.story_id) as story_id
from core.digest_item as i
left join core.story_alias as a using (story_id);

comment on view mart.digest_item is 'Letters'' stories under the ids these have now.'
