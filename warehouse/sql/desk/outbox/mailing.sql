select issue, week, audience, language, sha256, letter, begun_at, give_up_at from mailing where issue = :issue
