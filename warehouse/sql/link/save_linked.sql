-- Linked as they were when they were read: whatever a later load changes puts an article back on the backlog.
update core.article set linked_hash = link_hash
where article_id in (select article_id from judged) and linked_hash is distinct from link_hash;

drop table judged;
drop table judgement;
drop table membership;
