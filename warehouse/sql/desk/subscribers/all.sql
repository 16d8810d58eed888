select
    r.id, r.address, s.audience, s.language, s.consent_at, s.consent_by, u.reason as suppressed
from subscription as s
inner join reader as r on r.id = s.reader
left join suppression as u on u.reader = s.reader
where coalesce(:audience, s.audience) = s.audience
order by r.address, s.audience
