select version, name, sha256 from main.schema_migration order by version
