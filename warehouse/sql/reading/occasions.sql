insert or replace into core.story_occasion by name
select o.*
from (select unnest(from_json($occasions::json, '[{
    "occasion_id": "VARCHAR", "story_id": "VARCHAR", "kind": "VARCHAR", "start_text": "VARCHAR", "end_text": "VARCHAR", "place": "VARCHAR",
    "is_online": "BOOLEAN", "quote": "VARCHAR", "article_ids": ["VARCHAR"], "sequence": "INTEGER",
    "changed_at": "TIMESTAMPTZ", "is_told": "BOOLEAN"
}]')) as o)
