insert into subscription (reader, audience, language, consent_at, consent_by)
values (:reader, :audience, :language, :consent_at, :consent_by)
on conflict (reader, audience) do update set
    language = excluded.language, consent_at = excluded.consent_at, consent_by = excluded.consent_by
