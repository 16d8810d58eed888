-- Every view and macro answers, and what is read is what was written.
select
    (select count(*) from news) as stories,
    (select count(*) from article) as articles,
    (select count(*) from variant)
    + (select count(*) from occasion)
    + (select count(*) from source_health)
    + (select count(*) from digest_issue)
    + (select count(*) from digest_item)
    + (select count(*) from organisation)
    + (select count(*) from source)
    + (select count(*) from note)
    + (select count(*) from follow_up)
    + (select count(*) from topic)
    + (select count(*) from region)
    + (select count(*) from revision)
    + (select count(*) from week('2026-W47'))
    + (select count(*) from search('järjestö'))
    + (select count(*) from deadlines(7)) as rest
