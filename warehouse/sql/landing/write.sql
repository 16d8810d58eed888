-- `format` tells later readers how to understand the payload.
copy (
    select
        1::integer as format,
        $batch::varchar as batch,
        unnest(range(len($records::varchar[])))::integer as position,
        unnest($records::varchar[]) as record,
        unnest($sources::varchar[]) as source,
        unnest($payloads::varchar[]) as payload
) to $path (format parquet, compression zstd)
