-- What the judges said tonight, as temporary tables.
create or replace temp table judged as select unnest($ids::varchar[]) as article_id
