-- Members move; a story that loses its last member lives on as an alias of the story that took its oldest one.
create or replace temp table moved as
select m.story_id as old_id, n.story_id as new_id, n.article_id
from membership as n
inner join core.story_member as m using (article_id)
where m.story_id <> n.story_id;

merge into core.story_member as known
using (select article_id, story_id from membership order by article_id) as n
on known.article_id = n.article_id
when matched and known.story_id <> n.story_id then update set story_id = n.story_id
when not matched then insert (article_id, story_id) values (n.article_id, n.story_id);

insert into core.story (story_id)
select distinct story_id from membership where story_id not in (select story_id from core.story) order by story_id;

create or replace temp table emptied as
select
    moved.old_id as story_id,
    arg_min(moved.new_id, (coalesce(a.published_at, a.first_seen_at), a.article_id)) as merged_into
from moved
inner join core.article as a using (article_id)
where moved.old_id not in (select story_id from core.story_member)
group by moved.old_id;

delete from core.story where story_id in (select story_id from emptied);

-- An id that is in use again is no alias; an alias of an alias points at the story itself.
delete from core.story_alias
where story_id in (select story_id from membership) or story_id in (select story_id from emptied);

update core.story_alias as known set merged_into = e.merged_into
from emptied as e where known.merged_into = e.story_id;

insert into core.story_alias (story_id, merged_into)
select story_id, merged_into from emptied order by story_id;

drop table moved;
drop table emptied;
