-- The organisations as texts may name them.
select organisation, kind, region, website, {'fi': name_fi, 'sv': name_sv, 'en': name_en, 'se': name_se} as name, aliases
from core.organisation
where is_registered or organisation in (select organisation from core.article)
order by organisation
