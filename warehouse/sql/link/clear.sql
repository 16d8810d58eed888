drop table if exists partner;
drop table if exists unlinked;
drop table if exists tie;
