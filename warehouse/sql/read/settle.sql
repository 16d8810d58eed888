-- Instants are shown on the Finnish clock; from here on no other file can be reached and no setting changed.
use snapshot;
set TimeZone = 'Europe/Helsinki';
set enable_external_access = false;
set lock_configuration = true;
