-- Which migrations this file has been through.
create table if not exists main.schema_migration (version integer primary key, name varchar not null, sha256 varchar not null)
