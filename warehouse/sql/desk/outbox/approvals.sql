select sha256, by, at from approval where issue = :issue order by at
