select
    story_id, occasion_id, sequence, changed_at, is_told, kind, start_text, end_text, place, is_online, quote, article_ids
from core.story_occasion
where story_id in (select unnest($stories::varchar[]))
order by story_id, occasion_id
