-- Texts whose meaning changed since they were last linked, and texts that editors have decided about since.
create or replace temp table unlinked as
with changed as (
    select coalesce(r.left_id, k.left_id) as left_id, coalesce(r.right_id, k.right_id) as right_id
    from ruling as r
    full join core.ruling as k using (left_id, right_id)
    where r.verdict is distinct from k.verdict
)

select a.* from core.article as a
where a.linked_hash is distinct from a.link_hash
    or a.article_id in (select left_id from changed)
    or a.article_id in (select right_id from changed);
