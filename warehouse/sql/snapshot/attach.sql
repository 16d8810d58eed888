attach $path as snapshot (storage_version 'v1.0.0')
