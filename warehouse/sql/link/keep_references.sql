insert into core.reference by name
select unnest($holders::varchar[]) as article_id, unnest($references::varchar[]) as reference
