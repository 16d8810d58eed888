drop table if exists landed_article;
drop table if exists landed_visit;
drop table if exists landed;
