insert or replace into core.sketch (article_id, content_hash, shingles)
select unnest($articles::varchar[]), unnest($hashes::varchar[]), unnest($shingles::uinteger[][])
