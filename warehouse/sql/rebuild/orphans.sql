-- What no landed file tells any more stays as it was read; and nothing is younger than it was.
insert into core.batch by name select * from old.core.batch where batch not in (select batch from core.batch);
insert into raw.visit by name select * from old.raw.visit where batch not in (select batch from raw.visit);

insert into core.article_revision by name
select * from old.core.article_revision where article_id not in (select article_id from core.article);

insert into core.occasion by name
select * from old.core.occasion where article_id not in (select article_id from core.article);

insert into core.article by name
select * replace (null as linked_hash) from old.core.article where article_id not in (select article_id from core.article);

insert into core.item by name
select * from old.core.item as o where not exists (select 1 from core.item as i where i.source = o.source and i.url = o.url);

insert into core.source_state by name
select * from old.core.source_state where source not in (select source from core.source_state);

update core.article as a set first_seen_at = o.first_seen_at
from old.core.article as o
where o.article_id = a.article_id and o.first_seen_at < a.first_seen_at;

delete from core.story_member where article_id not in (select article_id from core.article);
delete from core.variant
where left_id not in (select article_id from core.article) or right_id not in (select article_id from core.article);
