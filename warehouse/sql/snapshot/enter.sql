use snapshot
