-- A person's word about what is in doubt; what was refused can be sent again too, as long as its bytes are kept.
update outbox set state = :state, settled_by = :by, at = :at, not_before = ''
where
    (
        state = 'unknown'
        or (
            :state = 'queued' and state = 'failed'
            and exists (select 1 from mailing as m where m.issue = outbox.issue and length(m.letter) > 0)
        )
    )
    and issue = :issue and substr(subscriber, 1, length(:prefix)) = :prefix
