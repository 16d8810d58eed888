insert or ignore into bounce (reader, issue, at, kind, status) values (:reader, :issue, :at, :kind, :status)
