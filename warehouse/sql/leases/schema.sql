-- One row a subscription at a hub; `token` is the last part of the address that the hub calls, and nobody else knows it.
create table if not exists lease (
    token text primary key,
    source text not null,
    topic text not null,
    hub text not null,
    secret text,
    wanted text not null check (wanted in ('subscribe', 'unsubscribe')),
    state text not null check (state in ('asked', 'active', 'denied')),
    callback text not null,
    asked_at text,
    attempts integer not null,
    granted_at text,
    expires_at text,
    heard_at text,
    ignored integer not null,
    said text not null
) strict;
