-- In the same transaction as the rows: the batch is loaded when this row is there.
insert into core.batch (batch, visits, articles, first_visited_at, last_visited_at)
select $batch, count(*), (select count(*) from landed where record = 'article'), min(visited_at), max(visited_at)
from landed_visit
