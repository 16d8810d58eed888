-- Texts whose meaning changed since they were last linked, and texts that editors have decided about since.
-- First who they are, of two columns, and only then what they say: an archive's texts are long.
create or replace temp table awaited as
with changed as (
    select coalesce(r.left_id, k.left_id) as left_id, coalesce(r.right_id, k.right_id) as right_id
    from ruling as r
    full join core.ruling as k using (left_id, right_id)
    where r.verdict is distinct from k.verdict
)

select article_id, rowid as place from core.article where linked_hash is distinct from link_hash
union
select article_id, rowid from core.article
where article_id in (select left_id from changed union select right_id from changed);

create or replace temp table unlinked as
select a.* from core.article as a where a.rowid in (select place from awaited);

drop table awaited;
