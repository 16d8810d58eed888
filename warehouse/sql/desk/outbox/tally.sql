select state, count(*) as n, min(not_before) as next from outbox where issue = :issue group by state
