-- How many articles say something else than before, by field.
select field, count(*) as articles
from (
    select unnest(list_filter([
        case when n.title is distinct from o.title then 'title' end,
        case when n.summary is distinct from o.summary then 'summary' end,
        case when n.body is distinct from o.body then 'body' end,
        case when n.language is distinct from o.language then 'language' end,
        case when n.kind is distinct from o.kind then 'kind' end,
        case when n.published_at is distinct from o.published_at then 'published_at' end,
        case when n.modified_at is distinct from o.modified_at then 'modified_at' end,
        case when n.release_number is distinct from o.release_number then 'release_number' end,
        case when n.alternates is distinct from o.alternates then 'alternates' end,
        case when n.attachments is distinct from o.attachments then 'attachments' end,
        case when n.categories is distinct from o.categories then 'categories' end
    ], lambda word: word is not null)) as field
    from core.article as n
    inner join old.core.article as o using (article_id)
)
group by field
order by articles desc, field
