-- What a source now lists; an item that leaves the list is kept, so that it is not taken for new when it returns.
merge into core.item as known
using (
    select v.source, v.visited_at, item.url, item.fingerprint, item.published_at, item.text
    from landed_visit as v, unnest(v.items) as listed (item)
    where item.url is not null
    qualify row_number() over (partition by v.source, item.url order by v.visited_at desc, v.position desc) = 1
    order by v.source, item.url
) as listed
on known.source = listed.source and known.url = listed.url
when matched and listed.visited_at >= known.last_listed_at then update set
    fingerprint = listed.fingerprint,
    published_at = listed.published_at,
    text = coalesce(listed.text, known.text),
    last_listed_at = listed.visited_at
when not matched then insert (source, url, fingerprint, text, published_at, first_seen_at, last_listed_at)
values (
    listed.source, listed.url, coalesce(listed.fingerprint, ''), listed.text, listed.published_at, listed.visited_at, listed.visited_at
);
