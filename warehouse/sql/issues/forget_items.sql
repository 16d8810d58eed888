delete from core.digest_item where issue_id = ?
