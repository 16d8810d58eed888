"""Lists of subscribers carried in and out, whole or not at all."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from warehouse.desk import change, desk, rows, written
from warehouse.home import Home
from warehouse.mailbox import mailbox
from warehouse.subscribers import reader_id

Origin = Literal["import", "added"]
_Taken = Literal["added", "changed", "known", "left", "suppressed"]
_ADD: Final = "desk/subscribers/subscribe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One address on one audience's list; `suppressed` says why no letter goes there, when none does."""

    id: str
    address: str
    audience: str
    language: str
    consent_at: datetime
    consent_by: str
    suppressed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a list: a normalised address, what it reads, and when its owner agreed to that."""

    address: str
    audience: str
    language: str
    consent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many lines added somebody, changed a language, were known already, and were left out: left or suppressed."""

    added: int = 0
    changed: int = 0
    known: int = 0
    left: int = 0
    suppressed: int = 0


def subscribers(home: Home, *, audience: str | None = None) -> list[Subscriber]:
    """Everybody on the list of one audience, or on all lists, by address."""
    if not home.desk.exists():
        return []
    with desk(home) as opened:
        found = rows(opened, "desk/subscribers/all", audience=audience)
    return [Subscriber(**{**dict(row), "consent_at": datetime.fromisoformat(row["consent_at"])}) for row in found]


def import_list(home: Home, entries: Sequence[Entry], *, by: Origin = "import") -> Imported:
    """Takes a list in, all of it in one transaction; done again it changes nothing.

    Nobody who has left comes back unless their consent is newer than that, and nobody whose address bounces. An import
    changes nobody's language, as readers may have chosen another since. `by="added"`, a person's word about one reader,
    does, and lets mail go to an address that bounced.
    """
    with desk(home) as opened:
        taken = Counter(_take(opened, entry, by) for entry in entries)
    return Imported(**{name: taken[name] for name in taken})


def remove(home: Home, address: str, audience: str | None, at: datetime) -> tuple[str, ...]:
    """Takes an address off one audience's list, or off all; returns the audiences it left. Raises MailboxError."""
    kept = mailbox(address, utf8_local=True)
    with desk(home) as opened:
        reader = reader_id(opened, kept)
        standing = [row["audience"] for row in rows(opened, "desk/subscribers/subscriptions", reader=reader)]
        going = tuple(name for name in standing if audience in {None, name})
        for name in going:
            change(opened, "desk/subscribers/leave", reader=reader, audience=name)
            change(opened, "desk/subscribers/note_leaving", reader=reader, audience=name, at=written(at))
        change(opened, "desk/subscribers/forget_requests", reader=reader)
        change(opened, "desk/subscribers/forget_reader", reader=reader)
    return going


def _take(opened: sqlite3.Connection, entry: Entry, by: Origin) -> _Taken:
    reader = reader_id(opened, entry.address)
    is_unreached = bool(rows(opened, "desk/subscribers/suppressed", reader=reader))
    if is_unreached and by == "import":
        return "suppressed"
    left = rows(opened, "desk/subscribers/left", reader=reader, audience=entry.audience)
    if left and left[0]["at"] >= written(entry.consent_at):
        return "left"
    standing = {
        row["audience"]: row["language"] for row in rows(opened, "desk/subscribers/subscriptions", reader=reader)
    }
    before = standing.get(entry.audience)
    if (before == entry.language and not is_unreached) or (before is not None and by == "import"):
        return "known"
    _add(opened, reader, entry, by)
    return "added" if before is None else "changed"


def _add(opened: sqlite3.Connection, reader: str, entry: Entry, by: Origin) -> None:
    whom = {"reader": reader, "audience": entry.audience}
    change(opened, "desk/subscribers/add_reader", reader=reader, address=entry.address)
    change(opened, _ADD, **whom, language=entry.language, consent_at=written(entry.consent_at), consent_by=by)
    change(opened, "desk/subscribers/forget_leaving", **whom)
    if by == "added":
        change(opened, "desk/subscribers/lift", reader=reader)
        change(opened, "desk/subscribers/forget_bounces", reader=reader)
