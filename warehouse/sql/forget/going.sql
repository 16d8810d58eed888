create or replace temp table going as select unnest($articles::varchar[]) as article_id
