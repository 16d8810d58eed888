select distinct language from unlinked order by language
