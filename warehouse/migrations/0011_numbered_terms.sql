-- Terms by number: a publication joins and sorts every place of every term, which numbers do several times as fast as words.
-- The index is made anew at the next publication; nothing in it is told anywhere else.
drop table search.document;
delete from search.gloss;
drop table search.term;
delete from search.word;
delete from search.version;

create table search.term (
    term_id integer primary key,
    language varchar not null,
    term varchar not null
);

create table search.document (
    article_id varchar primary key,
    content_hash varchar not null,
    language varchar not null,
    length integer not null,
    term_ids integer[] not null,
    weights float[] not null
);
