-- How much there is, and how much of it came with and after the last night.
select
    (select count(*) from store.news) as stories,
    (select count(*) from store.article) as articles,
    (select count(*) from store.article where first_seen_at >= $since::timestamptz) as new_articles,
    (select count(*) from store.source_health where next_attempt_at > $now::timestamptz) as resting,
    (select max(last_success_at) from store.source_health) as visited_at
