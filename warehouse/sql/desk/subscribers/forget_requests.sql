-- Who leaves has taken back what they asked for; a used token stays known as used.
delete from request where reader = :reader and used_at is null
