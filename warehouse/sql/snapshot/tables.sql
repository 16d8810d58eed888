-- `doc_id` is an article's place in this order; the search index knows articles by it.
create table snapshot.store.article as
select
    (row_number() over (order by told_at desc, article_id))::integer as doc_id, article_id, story_id, organisation, source, language, language_confidence, title, summary, body, url, published_at, modified_at,
    first_seen_at, kind, attachments, coalesce(images, []) as images, coalesce(authors, []) as authors, coalesce(about.regions, []) as regions, coalesce(about.topics, []) as topics,
    coalesce(about.mentions, []) as mentions
from core.article as a
inner join placement as p using (article_id)
left join core.about as about using (article_id)
order by told_at desc, article_id;

create table snapshot.store.variant as
select left_id, right_id, relation, score, evidence, decided_by, matcher from core.variant order by left_id, right_id;

create table snapshot.store.story_alias as
select story_id, merged_into from core.story_alias order by story_id;

create table snapshot.store.note as
select story_id, article_ids, kind, message, evidence, position from core.note order by story_id, position;

-- Stories that correct, extend or cancel an earlier one: stories of their own, and this is what they are about.
create table snapshot.store.follow_up as
select t.story_id, e.story_id as earlier_story_id, f.kind, f.article_id, f.earlier_id, f.score, f.evidence
from core.follow_up as f
inner join placement as t using (article_id)
inner join placement as e on e.article_id = f.earlier_id
where t.story_id <> e.story_id
order by t.story_id, f.article_id;

create table snapshot.store.source_health as
select * from mart.source_health order by source;

create table snapshot.store.organisation as
select
    o.organisation, o.name_fi, o.name_sv, o.name_en, o.name_se, o.aliases, o.kind, o.region, o.website, o.is_registered,
    coalesce(s.sources, []) as sources, coalesce(a.n_articles, 0) as n_articles, coalesce(a.n_stories, 0) as n_stories, a.newest_at
from core.organisation as o
left join (
    select organisation, list(source order by source) as sources from core.source where is_registered group by all
) as s using (organisation)
left join (
    select organisation, count(*) as n_articles, count(distinct story_id) as n_stories, max(told_at) as newest_at
    from core.article
    inner join placement using (article_id)
    group by all
) as a using (organisation)
order by o.organisation;

create table snapshot.store.source as
select source, organisation, kind, url, language from core.source where is_registered and is_enabled order by source;

create table snapshot.store.topic as
select t.topic, t.name_fi, t.name_sv, t.name_en, t.name_se, coalesce(n.n_stories, 0) as n_stories
from core.topic as t
left join (
    select code as topic, count(*) as n_stories from snapshot.store.news as n, unnest(n.topics) as listed (code) group by all
) as n using (topic)
order by t.position;

create table snapshot.store.region as
select r.region, r.name_fi, r.name_sv, r.name_en, coalesce(n.n_stories, 0) as n_stories
from core.region as r
left join (
    select code as region, count(*) as n_stories from snapshot.store.news as n, unnest(n.regions) as listed (code) group by all
) as n using (region)
order by r.region;

-- A present text is stored once, with its article.
create table snapshot.store.revision as
select
    r.article_id, r.revision, r.seen_at, r.changed, r.title,
    case when r.revision < a.revision then r.summary end as summary,
    case when r.revision < a.revision then r.body end as body,
    r.revision = a.revision as is_current
from core.article_revision as r
inner join core.article as a using (article_id)
order by r.article_id, r.revision;

create table snapshot.store.digest_issue as
select issue_id, week, audience, language, files from core.digest_issue order by issue_id;

create table snapshot.store.digest_item as
select * from mart.digest_item order by issue_id, position;
