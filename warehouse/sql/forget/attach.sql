attach $path as fresh (storage_version 'v1.0.0')
