select batch from core.batch where last_visited_at < $before order by batch
