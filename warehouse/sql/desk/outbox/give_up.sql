update outbox set state = 'failed', at = :at, reply = 'given up: ' || coalesce(reply, 'never taken')
where state = 'queued' and issue in (select issue from mailing where give_up_at <= :at)
