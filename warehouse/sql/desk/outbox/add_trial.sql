insert or ignore into trial (issue, audience, sha256, at) values (:issue, :audience, :sha256, :at)
