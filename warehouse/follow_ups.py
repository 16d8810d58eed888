"""Corrections, extensions and cancellations with the earlier news that they are about, sought once a text."""

from __future__ import annotations

import json
from typing import Any, Final

from stories.follow_ups import REACH, VERSION, follow_up, said
from stories.model import Article
from warehouse.connection import Connection
from warehouse.partial import partial_article
from warehouse.rows import plain
from warehouse.statements import sql
from warehouse.transaction import transaction

_MOST_A_NIGHT: Final = 1_000
_MOST_EARLIER: Final = 200


def link_follow_ups(connection: Connection) -> int:
    """Seeks what the newest texts follow that are new or say something else; returns how many were looked at."""
    with transaction(connection):
        connection.execute(sql("follow_ups/stale"), {"reading": VERSION, "most": _MOST_A_NIGHT})
        texts = [_article(row) for row in connection.execute(sql("follow_ups/texts")).fetchall()]
        found = [told for text in texts if said(text) and (told := follow_up(text, _earlier(connection, text)))]
        if texts:
            connection.execute(sql("follow_ups/renew"))
            connection.execute(sql("follow_ups/found"), {"found": json.dumps([plain(one) for one in found])})
            connection.execute(sql("follow_ups/read"), {"reading": VERSION})
        connection.execute(sql("follow_ups/done"))
    return len(texts)


def _earlier(connection: Connection, text: Article) -> list[Article]:
    asked = {"article": text.article_id, "days": REACH.days, "most": _MOST_EARLIER}
    return [_article(row) for row in connection.execute(sql("follow_ups/earlier"), asked).fetchall()]


def _article(row: tuple[Any, ...]) -> Article:
    """As much of an article as is compared."""
    names = (
        "article_id", "organisation", "language", "published_at", "seen_at", "title", "summary", "body", "content_hash",
    )  # fmt: skip
    return partial_article(**dict(zip(names, row, strict=True)))
