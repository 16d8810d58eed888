-- Asked of the snapshot: a week's letters, with the digest of the bytes that go by mail.
select
    issue_id, week, audience, language,
    list_filter(files, lambda file: ends_with(file.path, issue_id || '.eml'))[1].sha256 as sha256
from digest_issue
where week = $week
order by audience, language
