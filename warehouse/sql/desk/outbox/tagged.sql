select issue, subscriber from outbox where tag = :tag
