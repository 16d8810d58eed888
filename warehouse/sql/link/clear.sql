drop table if exists at_hand;
drop table if exists partner;
drop table if exists owner;
drop table if exists near_by;
drop table if exists fresh;
drop table if exists unlinked;
drop table if exists tie;
