-- What people decided, what was sent and what was forgotten, and the names that stories are known by, come over as they are.
insert into core.forgotten by name select * from old.core.forgotten;
insert into core.organisation by name select * from old.core.organisation;
insert into core.source by name select * from old.core.source;
insert into core.story by name select * from old.core.story;
insert into core.story_alias by name select * from old.core.story_alias;
insert into core.story_member by name select * from old.core.story_member;
insert into core.story_occasion by name select * from old.core.story_occasion;
insert into core.digest_issue by name select * from old.core.digest_issue;
insert into core.digest_item by name select * from old.core.digest_item;
insert into core.variant by name select * from old.core.variant where decided_by = 'editor';
insert into search.version by name select * from old.search.version;
insert into search.word by name select * from old.search.word;
insert into search.term by name select * from old.search.term;
insert into search.gloss by name select * from old.search.gloss;
insert into search.document by name select * from old.search.document;
