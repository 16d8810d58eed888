update mailing set give_up_at = max(give_up_at, :give_up_at) where issue = :issue
