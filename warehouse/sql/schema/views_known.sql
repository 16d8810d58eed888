select source, made from main.schema_view
