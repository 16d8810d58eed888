update outbox
set state = 'queued', attempts = :attempts, not_before = :not_before, at = :at, code = :code, reply = :reply
where issue = :issue and subscriber = :subscriber and state in ('queued', 'sending')
