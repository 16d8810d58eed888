-- a story's languages and titles disagree
select story_id, languages
from snapshot.store.news
where len(languages) = 0
    or list_contains(languages, 'fi') <> (title_fi is not null and url_fi is not null)
    or list_contains(languages, 'sv') <> (title_sv is not null and url_sv is not null)
    or list_contains(languages, 'en') <> (title_en is not null and url_en is not null)
    or list_contains(languages, 'se') <> (title_se is not null and url_se is not null)
order by story_id
