-- Somebody let this very letter go: the bytes are named by their digest.
create table if not exists approval (
    issue text not null,
    sha256 text not null,
    by text not null,
    at text not null,
    primary key (issue, sha256)
) strict;

-- Letters that an editor has had in the mail before any reader.
create table if not exists trial (
    issue text not null,
    audience text not null,
    sha256 text not null,
    at text not null,
    primary key (issue, sha256)
) strict;

-- A letter whose sending has begun. Its bytes are kept: what was let go is what everybody gets, whatever is written later.
create table if not exists mailing (
    issue text primary key,
    week text not null,
    audience text not null,
    language text not null,
    sha256 text not null,
    letter blob not null,
    begun_at text not null,
    give_up_at text not null
) strict;

-- One row a letter and subscriber. `edition_of` (week and audience) keeps a reader who changes language from getting two.
create table if not exists outbox (
    issue text not null references mailing (issue),
    subscriber text not null,
    edition_of text not null,
    tag text not null unique,
    state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'unknown', 'failed', 'dropped')),
    attempts integer not null default 0,
    not_before text not null default '',
    at text,
    code integer,
    reply text,
    settled_by text,
    primary key (issue, subscriber),
    unique (edition_of, subscriber)
) strict;

create index if not exists outbox_state on outbox (state, not_before);
