-- Texts that are new or changed since they were last linked.
select count(*) from core.article where linked_hash is distinct from link_hash
