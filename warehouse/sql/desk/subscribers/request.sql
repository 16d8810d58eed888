select token, reader, address, language, audiences, made_at, used_at from request where token = :token and expires_at > :at
