-- Remarks of visits that name an address that goes.
update raw.visit set
    notes = list_filter(notes, lambda note: not list_contains([contains(note, url) for url in $urls::varchar[]], true)),
    gone = list_filter(gone, lambda address: not list_contains($urls::varchar[], address))
