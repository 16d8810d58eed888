-- The batch as it lies on disk; every statement of this folder reads these temporary tables.
create or replace temp table landed as
select batch, position, record, source, payload from read_parquet($path)
