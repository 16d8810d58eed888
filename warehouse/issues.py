"""The letters that were made, so that no reader is told the same twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from warehouse.connection import Connection
from warehouse.statements import sql
from warehouse.transaction import transaction


def record_issue(
    connection: Connection,
    *,
    issue_id: str,
    week: str,
    audience: str,
    language: str,
    files: Mapping[str, str],
    story_ids: Sequence[str],
) -> None:
    """Records a letter, its files (path to SHA-256) and its stories in reading order; made again, it is replaced."""
    with transaction(connection):
        connection.execute(sql("issues/forget_items"), [issue_id])
        connection.execute(
            sql("issues/issue"),
            {
                "issue": issue_id,
                "week": week,
                "audience": audience,
                "language": language,
                "paths": sorted(files),
                "hashes": [files[path] for path in sorted(files)],
            },
        )
        connection.execute(sql("issues/items"), {"issue": issue_id, "stories": list(dict.fromkeys(story_ids))})
