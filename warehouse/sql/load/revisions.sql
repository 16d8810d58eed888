-- Append-only: what a text was, what changed in it and when that was seen.
insert into core.article_revision by name
select
    s.article_id,
    s.known_revision + 1 as revision,
    s.seen_at,
    (select any_value(batch) from landed) as batch,
    list_filter([
        case when s.is_new then 'new' end,
        case when not s.is_new and s.title is distinct from known.title then 'title' end,
        case when not s.is_new and s.summary is distinct from known.summary then 'summary' end,
        case when not s.is_new and s.body is distinct from known.body then 'body' end,
        case when not s.is_new and s.attachments is distinct from known.attachments then 'attachments' end
    ], lambda word: word is not null) as changed,
    s.title,
    s.summary,
    s.body,
    s.content_hash
from landed_article as s
left join core.article as known on known.article_id = s.article_id
where (s.is_new or s.is_changed) and not s.is_late
order by s.article_id;
