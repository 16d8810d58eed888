-- The editors' copy: only what is shown, sorted so that recent news lies together and the same content gives the same rows.
create schema snapshot.store;

create table snapshot.store.news as
select * from mart.news order by published_at desc, story_id;

-- `doc_id` is an article's place in this order; the search index knows articles by it.
create table snapshot.store.article as
select
    (row_number() over (order by told_at desc, article_id))::integer as doc_id, article_id, story_id, organisation, source, language, language_confidence, title, summary, body, url, published_at, modified_at,
    first_seen_at, kind, attachments
from mart.telling
order by told_at desc, article_id;

create table snapshot.store.variant as
select left_id, right_id, relation, score, evidence, decided_by from core.variant order by left_id, right_id;

create table snapshot.store.occasion as
select * from mart.occasion order by starts_at, story_id, article_id, position;

create table snapshot.store.source_health as
select * from mart.source_health order by source;

create table snapshot.store.organisation as
select organisation, kind, region, website, name_fi, name_sv, name_en, name_se, aliases, is_registered
from core.organisation
order by organisation;

create table snapshot.store.digest_issue as
select issue_id, week, audience, language, files from core.digest_issue order by issue_id;

create table snapshot.store.digest_item as
select * from mart.digest_item order by issue_id, position;
