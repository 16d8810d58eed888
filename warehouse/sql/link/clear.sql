drop table if exists partner
