-- Current texts. An article keeps its id, its address, its source and the instant it was first seen.
merge into core.article as known
using (select * from landed_article order by published_at, article_id) as s
on known.article_id = s.article_id
when matched and s.is_late then update set
    first_seen_at = least(known.first_seen_at, s.seen_at)
when matched then update set
    title = s.title,
    summary = s.summary,
    body = s.body,
    language = s.language,
    language_confidence = s.language_confidence,
    languages = s.languages,
    declared_language = s.declared_language,
    published_at = s.published_at,
    published_precision = s.published_precision,
    modified_at = s.modified_at,
    last_seen_at = s.seen_at,
    gone_at = null,
    kind = s.kind,
    release_number = s.release_number,
    release_group = s.release_group,
    categories = s.categories,
    alternates = s.alternates,
    attachments = s.attachments,
    images = s.images,
    authors = s.authors,
    content_hash = s.content_hash,
    revision = s.known_revision + s.is_changed::integer,
    link_hash = s.link_hash
when not matched then insert (
    article_id, organisation, source, url, title, summary, body, language, language_confidence, languages, declared_language,
    published_at, published_precision, modified_at, first_seen_at, last_seen_at, kind, release_number, release_group, categories,
    alternates, attachments, images, authors, content_hash, revision, link_hash
) values (
    s.article_id, s.organisation, s.source, s.url, s.title, s.summary, s.body, s.language, s.language_confidence, s.languages,
    s.declared_language, s.published_at, s.published_precision, s.modified_at, s.seen_at, s.seen_at, s.kind, s.release_number,
    s.release_group, s.categories, s.alternates, s.attachments, s.images, s.authors, s.content_hash, 1, s.link_hash
);
