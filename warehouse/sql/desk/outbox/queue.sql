insert into outbox (issue, subscriber, edition_of, tag) values (:issue, :subscriber, :edition_of, :tag)
