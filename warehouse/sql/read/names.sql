-- What a misspelt name may have meant.
select distinct column_name as name, 'column' as kind from duckdb_columns() where database_name = 'snapshot' and schema_name = 'main'
union all
select view_name, 'table' from duckdb_views() where database_name = 'snapshot' and schema_name = 'main' and not internal
union all
select distinct function_name, 'function' from duckdb_functions() where database_name = 'snapshot' and schema_name = 'main' and not internal
