select o.issue, o.subscriber, o.at, o.reply, r.address
from outbox as o left join reader as r on r.id = o.subscriber
where o.state = 'unknown'
order by o.issue, o.subscriber
