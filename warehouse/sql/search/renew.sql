-- Words are read otherwise than before: nothing of the old index can stay.
delete from search.document;
delete from search.gloss;
delete from search.term;
delete from search.word;
delete from search.version;
insert into search.version values ($version);
