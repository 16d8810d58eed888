-- The search index, kept beside the texts: what changed tonight is read again, nothing else.
create schema search;

create table search.version (version varchar not null);

-- Every word met in a language: its dictionary form, its stem and the parts it is made of.
create table search.word (
    language varchar not null,
    word varchar not null,
    root varchar not null,
    stem varchar not null,
    parts varchar[] not null,
    primary key (language, word)
);

-- Every term that texts are found by, and what other languages call it.
create table search.term (
    language varchar not null,
    term varchar not null,
    primary key (language, term)
);

create table search.gloss (
    language varchar not null,
    term varchar not null,
    other_language varchar not null,
    other_term varchar not null,
    other_stem varchar not null,
    trust double not null
);

create table search.document (
    article_id varchar primary key,
    content_hash varchar not null,
    language varchar not null,
    length integer not null,
    terms varchar[] not null,
    weights float[] not null
);
