select source, url, fingerprint, published_at, text
from core.item
where source in (select unnest($sources::varchar[]))
order by source, url
