insert into core.follow_up by name
select f.*
from (select unnest(from_json($found::json, '[{
    "article_id": "VARCHAR", "earlier_id": "VARCHAR", "kind": "VARCHAR", "score": "DOUBLE", "evidence": ["VARCHAR"]
}]')) as f)
