"""Values to and from DuckDB: landing, load, link, publish, read; the SQL lies in .sql files."""
