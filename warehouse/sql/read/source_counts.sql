select
    count(*) as total,
    count(*) filter (where state in ('failing', 'gone')) as failing,
    count(*) filter (where state = 'silent') as silent
from source_health
