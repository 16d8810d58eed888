-- Which matcher judged a pair, and which of the editors' decisions the stories already follow.
alter table core.variant add column matcher varchar;

create table core.ruling (
    left_id varchar not null,
    right_id varchar not null,
    verdict varchar not null check (verdict in ('together', 'apart')),
    primary key (left_id, right_id),
    check (left_id < right_id)
);
