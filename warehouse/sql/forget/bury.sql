insert or ignore into core.forgotten (kind, digest, forgotten_at) values ($kind, $digest, $now)
