-- Every asked source, visited before or not; the columns are the fields of Memory, in their order.
select
    asked.source,
    s.etag,
    s.last_modified,
    s.body_hash,
    s.checked_at,
    s.last_success_at,
    s.last_new_item_at,
    coalesce(s.consecutive_failures, 0) as consecutive_failures,
    s.visited_at,
    s.moved_from,
    s.moved_to,
    s.next_attempt_at,
    s.rest_reason,
    coalesce(s.etag_lies, false) as etag_lies,
    coalesce(s.page_prints, []) as page_prints,
    s.closed_at,
    coalesce(s.parts, []) as parts
from (select unnest($sources::varchar[]) as source) as asked
left join core.source_state as s using (source)
