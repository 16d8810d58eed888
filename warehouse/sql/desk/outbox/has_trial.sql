select 1 from trial where audience = :audience limit 1
