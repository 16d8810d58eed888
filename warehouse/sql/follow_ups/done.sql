-- What is not here any more follows nothing.
delete from core.follow_up
where article_id not in (select article_id from core.article) or earlier_id not in (select article_id from core.article);
delete from core.follow_up_read where article_id not in (select article_id from core.article);
drop table following;
