-- What was removed for good, as digests: enough to keep it out, too little to tell what it was.
create table core.forgotten (
    kind varchar not null check (kind in ('article', 'organisation')),
    digest varchar not null,
    forgotten_at timestamptz not null,
    primary key (kind, digest)
);
