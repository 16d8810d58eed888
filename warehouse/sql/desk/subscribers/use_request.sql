update request set used_at = :at, address = null where token = :token
