delete from core.reference where article_id in (select unnest($articles::varchar[]))
