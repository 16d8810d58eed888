insert into core.region (region, name_fi, name_sv, name_en)
select unnest($regions::varchar[]), unnest($fi::varchar[]), unnest($sv::varchar[]), unnest($en::varchar[])
