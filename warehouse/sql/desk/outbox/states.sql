select state, count(*) as n from outbox group by state
