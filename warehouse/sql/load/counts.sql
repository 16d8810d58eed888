-- What the batch changed, by visited source, for the summary of a run.
with removed as (
    select v.source, count(*) as gone
    from landed_visit as v, unnest(v.gone) as listed (url)
    inner join core.article as a using (url)
    where a.gone_at = v.visited_at
    group by all
),

read as (
    select
        visited_source as source,
        count(*) filter (where is_new) as new,
        count(*) filter (where is_changed and not is_late) as changed,
        count(*) filter (where not is_new and (is_late or not is_changed)) as unchanged
    from landed_article
    group by all
)

select
    v.source,
    coalesce(read.new, 0) as new,
    coalesce(read.changed, 0) as changed,
    coalesce(read.unchanged, 0) as unchanged,
    coalesce(removed.gone, 0) as gone,
    bool_or(v.outcome = 'failed') as is_failed
from landed_visit as v
left join read using (source)
left join removed using (source)
group by all
order by v.source
