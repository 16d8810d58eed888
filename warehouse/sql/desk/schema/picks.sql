-- What editors pick for the next letters is only ever added to: a row says what somebody wanted, the last word counts.
-- place: where in the order, 1 first; null keeps a pick where it is and puts a new one last. blurbs: JSON by language;
-- a language that is not named keeps its blurb, an empty text removes it.
create table if not exists pick (
    id integer primary key,
    at text not null,
    by text not null,
    audience text not null,
    story_id text not null,
    action text not null check (action in ('pick', 'remove')),
    place integer check (place > 0),
    blurbs text not null default '{}' check (json_valid(blurbs)),
    check (action = 'pick' or place is null)
) strict;

create trigger if not exists pick_stands before update on pick
begin
    select raise(abort, 'picks are only added, never changed: pick again, or remove');
end;

create trigger if not exists pick_stays before delete on pick
begin
    select raise(abort, 'picks are only added, never deleted: remove them with a row of its own');
end;
