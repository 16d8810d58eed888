copy exported to $path (format parquet, compression zstd)
