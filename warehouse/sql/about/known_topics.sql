select topic, name_fi, name_sv, name_en, name_se from core.topic order by position
