select 1 from mailing where audience = :audience limit 1
