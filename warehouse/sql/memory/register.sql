-- Written only where something differs.
merge into core.organisation as known
using (select * from registered order by id) as r
on known.organisation = r.id
when matched then update set
    kind = r.kind, region = r.region, website = r.website, name_fi = r.name.fi, name_sv = r.name.sv, name_en = r.name.en,
    name_se = r.name.se, aliases = r.aliases, is_registered = true
when not matched then insert (organisation, kind, region, website, name_fi, name_sv, name_en, name_se, aliases, is_registered)
values (r.id, r.kind, r.region, r.website, r.name.fi, r.name.sv, r.name.en, r.name.se, r.aliases, true);

merge into core.source as known
using (select s from registered, unnest(sources) as listed (s) order by s.name) as r
on known.source = r.s.name
when matched then update set
    organisation = r.s.organisation, kind = r.s.kind, url = r.s.url, language = r.s.language, is_enabled = r.s.enabled, is_registered = true
when not matched then insert (source, organisation, kind, url, language, is_enabled, is_registered)
values (r.s.name, r.s.organisation, r.s.kind, r.s.url, r.s.language, r.s.enabled, true);

update core.organisation set is_registered = false
where is_registered and organisation not in (select id from registered);

update core.source set is_registered = false
where is_registered and source not in (select s.name from registered, unnest(sources) as listed (s));

drop table registered;
