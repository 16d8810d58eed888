insert into main.schema_view (source, made) values (?, ?)
