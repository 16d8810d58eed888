-- First who they are, of one column, and only then what they say, as in unlinked.sql.
create or replace temp table at_hand as
select a.rowid as place from core.article as a semi join partner using (article_id);

select
    a.article_id,
    a.organisation,
    a.source,
    a.url,
    a.title,
    a.summary,
    a.body,
    a.language,
    a.language_confidence,
    a.languages,
    a.declared_language,
    a.published_at,
    a.published_precision,
    a.modified_at,
    a.first_seen_at,
    a.kind,
    a.release_number,
    a.release_group,
    a.categories,
    a.alternates,
    a.attachments,
    coalesce(o.occasions, []) as occasions,
    a.content_hash,
    coalesce(a.images, []) as images,
    coalesce(a.authors, []) as authors,
    a.article_id in (select article_id from unlinked) as is_unlinked,
    m.story_id
from core.article as a
left join core.story_member as m using (article_id)
left join (
    select article_id, list(struct_pack(
        kind := kind, starts := start_text, ends := end_text, place := place, is_online := is_online, quote := quote, notes := notes
    ) order by position) as occasions
    from core.occasion
    where article_id in (select article_id from partner)
    group by article_id
) as o using (article_id)
where a.rowid in (select place from at_hand)
order by a.article_id
