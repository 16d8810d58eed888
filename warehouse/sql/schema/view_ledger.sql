-- Of which texts and over which schema the private views were made, and what they were then.
create table if not exists main.schema_view (source varchar not null, made varchar not null)
