delete from main.schema_view
