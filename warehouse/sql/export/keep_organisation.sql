create temp table exported as
select * from organisation where $since::timestamptz is null or newest_at >= $since order by organisation
