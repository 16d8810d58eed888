"""What a letter needs before it may go: somebody's approval of these bytes, and a test letter in an editor's mail."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from warehouse.desk import change, desk, rows, written
from warehouse.home import Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody let a letter go: these bytes, named by their SHA-256."""

    sha256: str
    by: str
    at: datetime


def approve(home: Home, issue: str, *, sha256: str, by: str, at: datetime) -> None:
    """Lets these bytes of a letter go; said again it changes nothing."""
    with desk(home) as opened:
        change(opened, "desk/outbox/approve", issue=issue, sha256=sha256, by=by[:100], at=written(at))


def approvals(opened: sqlite3.Connection, issue: str) -> list[Approval]:
    """Every approval of a letter, in order, whichever bytes it was about."""
    return [
        Approval(sha256=row["sha256"], by=row["by"], at=datetime.fromisoformat(row["at"]))
        for row in rows(opened, "desk/outbox/approvals", issue=issue)
    ]


def note_trial(opened: sqlite3.Connection, issue: str, audience: str, *, sha256: str, at: datetime) -> None:
    """Writes down that the relay took a test letter."""
    change(opened, "desk/outbox/add_trial", issue=issue, audience=audience, sha256=sha256, at=written(at))


def needs_trial(opened: sqlite3.Connection, audience: str) -> bool:
    """Whether this audience has had neither a letter nor a test letter yet."""
    return not rows(opened, "desk/outbox/has_trial", audience=audience) and not rows(
        opened, "desk/outbox/has_mailing_before", audience=audience
    )
