-- What editors, the desk and the digest build on; columns may be added, never renamed or dropped.
create view news as
select
    story_id, published_at, organisation, organisation_name, kind, region, languages, title_fi, title_sv, title_en, title_se, summary_fi,
    summary_sv, summary_en, summary_se, url_fi, url_sv, url_en, url_se, n_articles, sources, regions, topics, mentions
from store.news;

create view article as
select
    article_id, story_id, organisation, source, language, language_confidence, title, summary, body, url, published_at, modified_at,
    first_seen_at, kind, attachments, regions, topics, mentions, images, authors
from store.article;

create view variant as select left_id, right_id, relation, score, evidence, decided_by, matcher from store.variant;

create view occasion as
select
    story_id, article_id, kind, starts_at, ends_at, is_all_day, place, is_online, quote, occasion_id, article_ids, sequence, changed_at
from store.occasion;

create view note as select story_id, article_ids, kind, message, evidence from store.note;

create view follow_up as select story_id, earlier_story_id, kind, article_id, earlier_id, score, evidence from store.follow_up;

create view source_health as
select source, last_success_at, last_new_item_at, consecutive_failures, state, last_error, remark, next_attempt_at
from store.source_health;

create view digest_issue as select issue_id, week, audience, language, files from store.digest_issue;

create view digest_item as select issue_id, position, story_id from store.digest_item;

create view organisation as
select
    organisation, name_fi, name_sv, name_en, name_se, aliases, kind, region, website, sources, n_articles, n_stories, newest_at, is_registered
from store.organisation;

create view revision as
select
    r.article_id, r.revision, r.seen_at, r.changed, r.title, case when r.is_current then a.summary else r.summary end as summary,
    case when r.is_current then a.body else r.body end as body, r.is_current
from store.revision as r
inner join store.article as a using (article_id);

create view source as select source, organisation, kind, url, language from store.source;

create view topic as select topic, name_fi, name_sv, name_en, name_se, n_stories from store.topic;

create view region as select region, name_fi, name_sv, name_en, n_stories from store.region;
