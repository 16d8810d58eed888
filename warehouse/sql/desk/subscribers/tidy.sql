-- Whoever did not confirm in time has asked for nothing.
delete from request where expires_at <= :at
