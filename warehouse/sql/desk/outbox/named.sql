select issue, subscriber from outbox where subscriber = :subscriber and issue = :issue
