"""What came back from mail servers, noted by the letter and reader it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from warehouse.desk import change, desk, rows, written
from warehouse.home import Home
from warehouse.outbox import suppress

MOST_SOFT: Final = 4  # letters in a row that could not be delivered for a passing reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One reader's copy of a letter, which something that came back speaks of."""

    issue: str
    subscriber: str


def copy_with_tag(home: Home, tag: str) -> Copy | None:
    """The copy whose return address bears this tag; None for a tag that we never made."""
    with desk(home) as opened:
        found = rows(opened, "desk/outbox/tagged", tag=tag)
    return Copy(**dict(found[0])) if found else None


def copy_named(home: Home, issue: str, subscriber: str) -> Copy | None:
    """The copy that a Message-ID names; None for one that we never made."""
    with desk(home) as opened:
        found = rows(opened, "desk/outbox/named", issue=issue, subscriber=subscriber)
    return Copy(**dict(found[0])) if found else None


def note_return(home: Home, copy: Copy, kind: Literal["hard", "soft"], status: str, at: datetime) -> bool:
    """Notes a bounce, once a copy; returns whether the reader's address is mailed to no more.

    A hard one ends it at once, soft ones when several letters have come back.
    """
    with desk(home) as opened:
        bounce = {"reader": copy.subscriber, "issue": copy.issue, "kind": kind, "status": status[:20]}
        change(opened, "desk/outbox/bounced", **bounce, at=written(at))
        (counted,) = rows(opened, "desk/outbox/soft", reader=copy.subscriber)
        ends = kind == "hard" or counted["n"] >= MOST_SOFT
        if ends:
            suppress(opened, copy.subscriber, at, f"bounced: {status[:20]}")
    return ends
