-- A failure keeps the validators and the last known move, and counts; an answer resets the count. An unconditional answer replaces the validators.
-- A night that was interrupted and made again at the same instant has failed once, not twice.
-- A source that rests since its host asked to be left alone was not asked: it has neither failed nor answered.
merge into core.source_state as known
using (
    select
        v.*,
        case when exists (select 1 from landed_article as a where a.is_new and a.source = v.source) then v.visited_at end as new_item_at,
        v.outcome in ('read', 'unchanged') and v.status is distinct from 304 as is_whole,
        v.outcome = 'failed' as is_failure,
        v.outcome = 'resting' as is_rest
    from landed_visit as v
    qualify row_number() over (partition by v.source order by v.visited_at desc, v.position desc) = 1
    order by v.source
) as v
on known.source = v.source
when matched and v.visited_at >= known.visited_at and v.is_rest then update set
    visited_at = v.visited_at,
    next_attempt_at = v.next_attempt_at,
    rest_reason = v.rest_reason
when matched and v.visited_at >= known.visited_at and v.is_failure then update set
    visited_at = v.visited_at,
    last_new_item_at = coalesce(v.new_item_at, known.last_new_item_at),
    consecutive_failures = greatest(1, known.consecutive_failures + (v.visited_at > known.visited_at)::integer),
    next_attempt_at = v.next_attempt_at,
    rest_reason = v.rest_reason,
    last_status = v.status,
    last_error = v.error
when matched and v.visited_at >= known.visited_at then update set
    visited_at = v.visited_at,
    checked_at = case when v.is_whole then v.visited_at else known.checked_at end,
    last_success_at = v.visited_at,
    last_new_item_at = coalesce(v.new_item_at, known.last_new_item_at),
    consecutive_failures = 0,
    etag = case when v.outcome = 'read' then v.etag else coalesce(v.etag, known.etag) end,
    last_modified = case when v.outcome = 'read' then v.last_modified else coalesce(v.last_modified, known.last_modified) end,
    body_hash = coalesce(v.body_hash, known.body_hash),
    moved_from = v.moved_from,
    moved_to = v.moved_to,
    next_attempt_at = v.next_attempt_at,
    rest_reason = v.rest_reason,
    etag_lies = known.etag_lies or v.etag_lies,
    charset_lie = case when v.status = 304 then known.charset_lie else v.charset_lie end,
    page_prints = case when len(v.page_prints) > 0 then v.page_prints else known.page_prints end,
    closed_at = v.closed_at,
    parts = case when len(v.parts) > 0 then v.parts else known.parts end,
    last_status = v.status,
    last_error = null
when not matched then insert (
    source, visited_at, checked_at, last_success_at, last_new_item_at, consecutive_failures, etag, last_modified, body_hash, moved_from, moved_to,
    next_attempt_at, rest_reason, etag_lies, charset_lie, page_prints, closed_at, parts, last_status, last_error
) values (
    v.source, v.visited_at, case when v.is_whole then v.visited_at end, case when not (v.is_failure or v.is_rest) then v.visited_at end, v.new_item_at,
    v.is_failure::integer, case when not v.is_failure then v.etag end, case when not v.is_failure then v.last_modified end,
    case when not v.is_failure then v.body_hash end, v.moved_from, v.moved_to, v.next_attempt_at, v.rest_reason,
    v.etag_lies, v.charset_lie, v.page_prints, v.closed_at, v.parts, v.status, case when v.is_failure then v.error end
);
