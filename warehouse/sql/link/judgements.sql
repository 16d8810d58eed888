create or replace temp table judgement as
select j.*, $matcher::varchar as matcher from (select unnest(from_json($variants::json, '[{
    "left": "VARCHAR", "right": "VARCHAR", "relation": "VARCHAR", "score": "DOUBLE", "evidence": ["VARCHAR"], "decided_by": "VARCHAR"
}]')) as j)
