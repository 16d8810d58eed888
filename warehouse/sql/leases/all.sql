select
    token, source, topic, hub, secret, wanted, state, callback, asked_at, attempts, granted_at, expires_at, heard_at, ignored, said
from lease order by source, hub, topic, token
