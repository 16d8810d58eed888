-- The pictures of a text, by address, and the names that it or its feed gives as its writers or its origin.
alter table core.article add column images struct(url varchar, alt varchar)[] default [];
alter table core.article add column authors varchar[] default [];

-- Which earlier text a correction, an extension or a cancellation is about: another piece of news, of the same publisher.
create table core.follow_up (
    article_id varchar primary key,
    earlier_id varchar not null,
    kind varchar not null check (kind in ('correction', 'extension', 'cancellation')),
    score double not null check (score between 0 and 1),
    evidence varchar[] not null
);

-- The texts that say they follow another, as they were when that other was looked for.
create table core.follow_up_read (
    article_id varchar primary key,
    content_hash varchar not null,
    reading varchar not null
);
