-- In the order in which they were written.
select region, name_fi, name_sv, name_en from core.region order by rowid
