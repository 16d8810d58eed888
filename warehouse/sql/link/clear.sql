drop table if exists partner;
drop table if exists unlinked;
