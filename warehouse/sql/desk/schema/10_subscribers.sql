-- Whom letters go to. An address stands here and nowhere else, as long as somebody reads or has asked to read a letter.
create table if not exists secret (name text primary key, value blob not null) strict;

-- A reader's id is a keyed hash of the address: it stays when the address goes.
create table if not exists reader (id text primary key, address text not null unique) strict;

create table if not exists subscription (
    reader text not null references reader (id),
    audience text not null,
    language text not null,
    consent_at text not null,
    consent_by text not null check (consent_by in ('confirmed', 'import', 'added')),
    primary key (reader, audience)
) strict;

-- Who has left: no import brings them back without a newer consent.
create table if not exists leaver (
    reader text not null,
    audience text not null,
    at text not null,
    primary key (reader, audience)
) strict;

-- Somebody asked, and has not confirmed yet. Only the token's digest is kept; the address goes when it is used or expires.
create table if not exists request (
    token text primary key,
    reader text not null,
    address text,
    language text not null,
    audiences text not null,
    made_at text not null,
    expires_at text not null,
    used_at text
) strict;

create index if not exists request_reader on request (reader);

-- Addresses that mail cannot be delivered to: their own confirmation lifts it, an import does not.
create table if not exists suppression (
    reader text primary key,
    at text not null,
    reason text not null
) strict;

-- What came back, once a letter and reader, however often the mailbox is read.
create table if not exists bounce (
    reader text not null,
    issue text not null,
    at text not null,
    kind text not null check (kind in ('hard', 'soft')),
    status text not null,
    primary key (reader, issue)
) strict;
