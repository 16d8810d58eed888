delete from core.profile where day <= (select epoch_ms(max(first_seen_at)) // 86400000 from core.article) - 60
