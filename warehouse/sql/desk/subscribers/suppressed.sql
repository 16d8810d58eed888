select at, reason from suppression where reader = :reader
