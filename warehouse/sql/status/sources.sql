-- Every source with how it does, the most troubled first.
select source, state, consecutive_failures, last_success_at, last_error
from store.source_health
order by consecutive_failures desc, source
