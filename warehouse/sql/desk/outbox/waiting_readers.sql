-- Who gets a letter when it begins now: everybody on its list that mail reaches and who has had none of this week's.
select s.reader
from subscription as s
left join suppression as u on u.reader = s.reader
left join outbox as o on o.edition_of = :edition_of and o.subscriber = s.reader
where s.audience = :audience and s.language = :language and u.reader is null and o.subscriber is null
order by s.reader
