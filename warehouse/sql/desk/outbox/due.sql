-- The next letter to hand over; address is null when its reader has left, `suppressed` when mail no longer reaches them.
select o.issue, o.subscriber, o.tag, o.attempts, r.address, s.language, u.reader is not null as is_suppressed, m.audience
from outbox as o
inner join mailing as m on m.issue = o.issue
left join subscription as s on s.reader = o.subscriber and s.audience = m.audience
left join reader as r on r.id = s.reader
left join suppression as u on u.reader = o.subscriber
where
    o.state = 'queued' and o.not_before <= :at
    and m.issue in (select value from json_each(:issues))
order by o.attempts, o.issue, o.subscriber
limit 1
