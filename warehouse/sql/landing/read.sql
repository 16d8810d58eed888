select record, payload from read_parquet($path) order by position
