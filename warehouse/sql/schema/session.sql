-- Instants come back in UTC whatever the machine's zone.
set TimeZone = 'UTC'
