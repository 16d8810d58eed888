update outbox set state = :state, at = :at, code = :code, reply = :reply
where issue = :issue and subscriber = :subscriber and state in ('queued', 'sending')
