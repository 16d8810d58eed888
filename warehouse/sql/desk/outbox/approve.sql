insert or ignore into approval (issue, sha256, by, at) values (:issue, :sha256, :by, :at)
