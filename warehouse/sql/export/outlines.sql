-- What is read of each organisation, for readers of feeds.
select
    s.source, s.kind, s.url, s.language, o.organisation, coalesce(o.name_fi, o.name_sv, o.name_en, o.name_se, o.organisation) as name,
    o.website
from source as s
inner join organisation as o using (organisation)
where $since::timestamptz is null or o.newest_at >= $since
order by o.organisation, s.source
