-- Every trace of the articles' content; the addresses that a source lists stay known, so that they are not asked for again.
update core.item set text = null where url in (select url from core.article where article_id in (select article_id from going));
delete from core.article_revision where article_id in (select article_id from going);
delete from core.occasion where article_id in (select article_id from going);
delete from core.variant where left_id in (select article_id from going) or right_id in (select article_id from going);
delete from core.ruling where left_id in (select article_id from going) or right_id in (select article_id from going);
delete from core.sketch where article_id in (select article_id from going);
delete from core.profile where article_id in (select article_id from going);
delete from core.reference where article_id in (select article_id from going);
delete from core.about where article_id in (select article_id from going);
delete from core.follow_up where article_id in (select article_id from going) or earlier_id in (select article_id from going);
delete from core.follow_up_read where article_id in (select article_id from going);
-- Quotes of the texts; stories that stay are read again at the next publication.
delete from core.note where list_has_any(article_ids, (select list(article_id) from going));
delete from core.story_occasion where list_has_any(article_ids, (select list(article_id) from going));
delete from core.story_reading
where story_id in (select story_id from core.story_member where article_id in (select article_id from going));
delete from core.story_member where article_id in (select article_id from going);
delete from core.article where article_id in (select article_id from going);

delete from core.digest_item
where story_id in (select story_id from core.story where story_id not in (select story_id from core.story_member));
delete from core.story where story_id not in (select story_id from core.story_member);
delete from core.story_alias where merged_into not in (select story_id from core.story);

-- Words that only these texts had must not stay in the index; it is made anew at the next publication.
delete from search.document;
delete from search.gloss;
delete from search.term;
delete from search.word;
delete from search.version;
drop table going;
