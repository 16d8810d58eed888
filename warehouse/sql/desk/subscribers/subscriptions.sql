select audience, language, consent_at from subscription where reader = :reader order by audience
