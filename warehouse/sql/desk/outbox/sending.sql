update outbox set state = 'sending', attempts = attempts + 1, at = :at
where issue = :issue and subscriber = :subscriber and state = 'queued'
