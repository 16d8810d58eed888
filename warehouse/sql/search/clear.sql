drop table if exists token;
drop table if exists changed;
