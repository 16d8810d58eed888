-- Every asked source, visited before or not.
select
    asked.source,
    s.etag,
    s.last_modified,
    s.body_hash,
    s.checked_at,
    s.last_success_at,
    s.last_new_item_at,
    coalesce(s.consecutive_failures, 0) as consecutive_failures
from (select unnest($sources::varchar[]) as source) as asked
left join core.source_state as s using (source)
