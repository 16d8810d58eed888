insert into leaver (reader, audience, at) values (:reader, :audience, :at)
on conflict (reader, audience) do update set at = max(at, excluded.at)
