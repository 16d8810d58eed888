-- A few of each text's runs of words, by which copies find each other; kept for the text as it was when last linked.
create table core.sketch (
    article_id varchar primary key,
    content_hash varchar not null,
    shingles uinteger[] not null
);
