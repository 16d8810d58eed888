-- A field that an older file lacks reads as NULL; one that this program does not know is passed over.
create or replace temp table landed_visit as
select
    batch,
    position,
    v.source as source,
    v.visited_at as visited_at,
    v.outcome as outcome,
    coalesce(v.requests, 0) as requests,
    v.status as status,
    v.error as error,
    v.etag as etag,
    v.last_modified as last_modified,
    v.body_hash as body_hash,
    v.moved_from as moved_from,
    v.moved_to as moved_to,
    v.next_attempt_at as next_attempt_at,
    v.rest_reason as rest_reason,
    coalesce(v.etag_lies, false) as etag_lies,
    v.charset_lie as charset_lie,
    coalesce(v.page_prints, []) as page_prints,
    v.closed_at as closed_at,
    coalesce(v.parts, []) as parts,
    coalesce(v.items, []) as items,
    coalesce(v.gone, []) as gone,
    coalesce(v.notes, []) as notes
from (
    select batch, position, json_transform(payload, '{
        "source": "VARCHAR", "visited_at": "TIMESTAMPTZ", "outcome": "VARCHAR", "requests": "INTEGER", "status": "INTEGER",
        "error": "VARCHAR", "etag": "VARCHAR", "last_modified": "VARCHAR", "body_hash": "VARCHAR", "moved_to": "VARCHAR",
        "moved_from": "VARCHAR", "next_attempt_at": "TIMESTAMPTZ", "rest_reason": "VARCHAR", "etag_lies": "BOOLEAN", "charset_lie": "VARCHAR",
        "page_prints": ["VARCHAR"], "closed_at": "TIMESTAMPTZ",
        "parts": [{"url": "VARCHAR", "told": "VARCHAR", "read_at": "TIMESTAMPTZ", "etag": "VARCHAR", "last_modified": "VARCHAR",
            "body_hash": "VARCHAR", "keeps_word": "BOOLEAN"}],
        "items": [{"url": "VARCHAR", "fingerprint": "VARCHAR", "published_at": "TIMESTAMPTZ", "text": "VARCHAR"}],
        "gone": ["VARCHAR"], "notes": ["VARCHAR"]
    }') as v
    from landed
    where record = 'visit'
);
