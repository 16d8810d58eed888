insert into core.note by name
select n.*
from (select unnest(from_json($notes::json, '[{
    "story_id": "VARCHAR", "position": "INTEGER", "kind": "VARCHAR", "article_ids": ["VARCHAR"], "message": "VARCHAR", "evidence": ["VARCHAR"]
}]')) as n)
