-- Views of earlier versions, which a publication now makes what it needs of itself.
drop view if exists mart.telling;
drop view if exists mart.story_about;
drop view if exists mart.news;
drop view if exists mart.occasion;
drop view if exists mart.every_occasion
