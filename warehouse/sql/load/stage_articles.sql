-- One row an article: an address known before keeps its id, and of several readings of one text the latest stands; of those of one
-- moment the one that knows its release (a press room's own data) goes before a page that was read.
create or replace temp table landed_article as
with parsed as (
    select position, source as visited_source, json_transform(payload, '{
        "article_id": "VARCHAR", "organisation": "VARCHAR", "source": "VARCHAR", "url": "VARCHAR", "title": "VARCHAR",
        "summary": "VARCHAR", "body": "VARCHAR", "language": "VARCHAR", "language_confidence": "DOUBLE", "languages": ["VARCHAR"],
        "declared_language": "VARCHAR", "published_at": "TIMESTAMPTZ", "precision": "VARCHAR", "modified_at": "TIMESTAMPTZ",
        "seen_at": "TIMESTAMPTZ", "kind": "VARCHAR", "release": "VARCHAR", "group": "VARCHAR", "categories": ["VARCHAR"],
        "alternates": [{"language": "VARCHAR", "url": "VARCHAR", "origin": "VARCHAR"}],
        "attachments": [{"url": "VARCHAR", "title": "VARCHAR", "media_type": "VARCHAR"}],
        "images": [{"url": "VARCHAR", "alt": "VARCHAR"}], "authors": ["VARCHAR"],
        "occasions": [{"kind": "VARCHAR", "start": "VARCHAR", "end": "VARCHAR", "place": "VARCHAR", "online": "BOOLEAN",
                       "quote": "VARCHAR", "notes": ["VARCHAR"]}],
        "regions": ["VARCHAR"], "topics": ["VARCHAR"], "mentions": ["VARCHAR"], "judged_by": "VARCHAR",
        "content_hash": "VARCHAR"
    }') as a
    from landed
    where record = 'article'
        -- What was removed for good stays away, whoever lands it.
        and not exists (
            select 1 from core.forgotten as f
            where (f.kind = 'article' and f.digest = sha256(payload ->> 'article_id'))
                or (f.kind = 'organisation' and f.digest = sha256(payload ->> 'organisation'))
        )
),

identified as (
    select parsed.position, parsed.visited_source, parsed.a, coalesce(known.article_id, parsed.a.article_id) as article_id
    from parsed
    left join core.article as known on known.url = parsed.a.url
),

one_an_address as (
    select position, visited_source, a, article_id
    from identified
    qualify row_number() over (partition by a.url order by a.seen_at desc, a.group is null, a.source asc, position desc) = 1
),

latest as (
    select position, visited_source, a, article_id
    from one_an_address
    qualify row_number() over (partition by article_id order by a.seen_at desc, a.group is null, a.source asc, position desc) = 1
)

select
    latest.article_id,
    latest.visited_source,
    a.organisation as organisation,
    a.source as source,
    a.url as url,
    a.title as title,
    coalesce(a.summary, '') as summary,
    coalesce(a.body, '') as body,
    a.language as language,
    coalesce(a.language_confidence, 0) as language_confidence,
    coalesce(a.languages, []) as languages,
    a.declared_language as declared_language,
    a.published_at as published_at,
    coalesce(a.precision, 'none') as published_precision,
    a.modified_at as modified_at,
    a.seen_at as seen_at,
    a.kind as kind,
    a.release as release_number,
    a.group as release_group,
    coalesce(a.categories, []) as categories,
    coalesce(a.alternates, []) as alternates,
    coalesce(a.attachments, []) as attachments,
    coalesce(a.images, []) as images,
    coalesce(a.authors, []) as authors,
    coalesce(a.occasions, []) as occasions,
    coalesce(a.regions, []) as regions,
    coalesce(a.topics, []) as topics,
    coalesce(a.mentions, []) as mentions,
    coalesce(a.judged_by, '') as judged_by,
    a.content_hash as content_hash,
    -- A text without pictures and names keeps the hash that it had before these were read: it need not be linked again.
    md5(to_json([
        a.content_hash, a.language, a.kind, a.release, a.group, epoch_us(a.published_at)::varchar, to_json(a.alternates)::varchar
    ] || case
        when len(a.images) > 0 or len(a.authors) > 0
            then [to_json(list_transform(coalesce(a.images, []), lambda image: image.url))::varchar, to_json(coalesce(a.authors, []))::varchar]
        else []
    end)::varchar) as link_hash,
    known.article_id is null as is_new,
    known.article_id is not null and known.content_hash is distinct from a.content_hash as is_changed,
    -- A batch that comes late must not overwrite what was read after it.
    coalesce(known.last_seen_at > a.seen_at, false) as is_late,
    coalesce(known.revision, 0) as known_revision
from latest
left join core.article as known on known.article_id = latest.article_id;
