select 1 from core.batch where batch = ?
