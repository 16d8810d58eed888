update mailing set letter = zeroblob(0)
where
    begun_at < :before and length(letter) > 0
    and not exists (
        select 1 from outbox as o where o.issue = mailing.issue and o.state in ('queued', 'sending', 'unknown')
    )
