insert or replace into core.digest_issue (issue_id, week, audience, language, files)
select
    $issue, $week, $audience, $language,
    coalesce((
        select list(struct_pack(path := path, sha256 := sha256) order by path)
        from (select unnest($paths::varchar[]) as path, unnest($hashes::varchar[]) as sha256)
    ), [])
