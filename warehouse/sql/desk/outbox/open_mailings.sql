select issue, week, audience, language from mailing
where issue in (select issue from outbox where state = 'queued')
order by begun_at, issue
