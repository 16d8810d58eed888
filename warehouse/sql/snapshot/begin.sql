-- The editors' copy: only what is shown, sorted so that recent news lies together and the same content gives the same rows.
create schema snapshot.store;

-- Every article's place, told once for all that is made of it.
create or replace temp table placement as
from mart.place;
