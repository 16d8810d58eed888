-- What the private views are now, whoever made them.
select sha256(coalesce(string_agg(schema_name || '.' || view_name || ' ' || sql, ';' order by schema_name, view_name), '')) as made
from duckdb_views()
where not internal and database_name = current_database()
