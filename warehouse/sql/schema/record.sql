insert into main.schema_migration (version, name, sha256) values (?, ?, ?)
