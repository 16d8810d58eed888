-- When the first article of all was met.
select min(first_seen_at) as since from store.article
