-- Topics as they are called now.
insert into core.topic (topic, position, name_fi, name_sv, name_en, name_se)
select
    unnest($topics::varchar[]), unnest(range(len($topics::varchar[])))::integer, unnest($fi::varchar[]), unnest($sv::varchar[]),
    unnest($en::varchar[]), unnest($se::varchar[])
