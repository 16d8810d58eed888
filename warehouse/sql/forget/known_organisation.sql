select 1 from core.organisation where organisation = ?
