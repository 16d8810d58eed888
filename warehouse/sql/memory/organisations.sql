-- The registry as it is now; what has left it stays, marked, because its articles stay.
create or replace temp table registered as
select o.* from (select unnest(from_json($organisations::json, '[{
    "id": "VARCHAR", "kind": "VARCHAR", "region": "VARCHAR", "website": "VARCHAR", "aliases": ["VARCHAR"],
    "name": {"fi": "VARCHAR", "sv": "VARCHAR", "en": "VARCHAR", "se": "VARCHAR"},
    "sources": [{"name": "VARCHAR", "organisation": "VARCHAR", "kind": "VARCHAR", "url": "VARCHAR", "language": "VARCHAR", "enabled": "BOOLEAN"}]
}]')) as o)
