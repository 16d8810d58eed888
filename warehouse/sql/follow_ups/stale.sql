-- The newest texts whose headline may say that it corrects, extends or cancels something, and that were not read as they are now.
-- Older ones are left alone: nobody asks any more what they followed, and an archive holds many.
create or replace temp table following as
with recent as (
    select epoch_ms(max(first_seen_at)) // 86400000 - 45 as day from core.article
)

select a.article_id, a.content_hash
from core.article as a
cross join recent
left join core.follow_up_read as known using (article_id)
where epoch_ms(a.first_seen_at) // 86400000 >= recent.day
    and regexp_matches(
        lower(a.title), 'oikais|korja|täsmenn|tarkenn|rättels|korriger|preciser|correct|clarif|jatk|piden|lisäai|förläng|mer tid|exten|peru|ställ|avlys|cancel'
    )
    and (known.content_hash is distinct from a.content_hash or known.reading is distinct from $reading)
order by a.first_seen_at desc, a.article_id
limit $most
