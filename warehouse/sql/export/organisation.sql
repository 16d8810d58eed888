-- The whole register, or the organisations that have told something since then.
select * from organisation where $since::timestamptz is null or newest_at >= $since order by organisation
