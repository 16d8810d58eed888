insert or ignore into suppression (reader, at, reason) values (:reader, :at, :reason)
