-- What people decide is only ever added to: an undo is a row of its own. One decision may speak of many pairs (parts).
create table if not exists decision (
    id integer not null,
    part integer not null,
    at text not null,
    by text not null,
    action text not null check (action in ('merge', 'split', 'confirm', 'undo')),
    left_id text,
    right_id text,
    note text not null default '',
    undoes integer,
    primary key (id, part),
    check ((action = 'undo') = (undoes is not null)),
    check ((action = 'undo') = (left_id is null and right_id is null)),
    check (left_id < right_id)
) strict;

create trigger if not exists decision_stands before update on decision
begin
    select raise(abort, 'decisions are only added, never changed: undo them');
end;

create trigger if not exists decision_stays before delete on decision
begin
    select raise(abort, 'decisions are only added, never removed: undo them');
end;
