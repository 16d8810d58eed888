-- The private views by name and comment: who makes a view over another takes its comment away. Their texts cannot be compared, since
-- DuckDB tells a view otherwise when it has been read from the file than when it was made.
select coalesce(string_agg(view_name || ': ' || coalesce(comment, '-'), '; ' order by view_name), '') as made
from duckdb_views()
where not internal and database_name = current_database() and schema_name = 'mart'
