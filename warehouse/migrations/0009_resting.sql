-- A source may rest without having been asked; which API is closed, and the files that an index names.
alter table core.source_state add column closed_at timestamptz;
alter table core.source_state add column parts struct(
    url varchar, told varchar, read_at timestamptz, etag varchar, last_modified varchar, body_hash varchar, keeps_word boolean
)[];

-- A check cannot be altered: the log of visits moves into a table that knows the outcome.
create table raw.visit_of_any_outcome (
    batch varchar not null,
    position integer not null,
    source varchar not null,
    visited_at timestamptz not null,
    outcome varchar not null check (outcome in ('read', 'unchanged', 'failed', 'resting')),
    requests integer not null,
    status integer,
    error varchar,
    moved_to varchar,
    n_items integer not null,
    n_articles integer not null,
    gone varchar[] not null,
    notes varchar[] not null,
    primary key (batch, position)
);
insert into raw.visit_of_any_outcome by name from raw.visit;
drop table raw.visit;
alter table raw.visit_of_any_outcome rename to visit;
