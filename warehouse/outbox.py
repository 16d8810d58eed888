"""The outbox: one row a letter and subscriber, so that nobody gets a letter twice, whatever dies in between.

A row is `sending` on the disk before the relay gets the message. A sender that dies leaves such a row in doubt
(`unknown`): the letter may have gone. It is never tried again unless a person says so.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from warehouse.desk import change, desk, open_desk, rows, transaction, written
from warehouse.home import Home
from warehouse.lock import Held, held
from warehouse.subscribers import unsubscribe_token
from warehouse.tokens import key_of, keyed

State = Literal["queued", "sending", "sent", "unknown", "failed", "dropped"]
LIFE: Final = timedelta(hours=48)  # how long a letter that is not taken is tried
_KEPT: Final = timedelta(days=60)  # the bytes of a letter whose sending is over
_FIRST_PAUSE: Final = timedelta(minutes=5)
_LONGEST_PAUSE: Final = timedelta(hours=4)


class Sending(Held):
    """Another process is sending letters."""


class OutboxError(Exception):
    """A word about the outbox that cannot be followed; the message is one clear line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """A letter whose sending has begun, with the bytes that everybody gets."""

    issue: str
    week: str
    audience: str
    language: str
    sha256: str
    letter: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One letter to hand over: `address` is None when its reader has left, `tag` names the row in what comes back."""

    issue: str
    subscriber: str
    audience: str
    tag: str
    token: str
    attempts: int
    address: str | None
    is_suppressed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A letter that may have gone or not; `address` is None when its reader has left since."""

    issue: str
    subscriber: str
    at: datetime
    reply: str
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of a letter's rows are in each state, and when the first that waits is tried again."""

    states: Mapping[str, int]
    next_at: datetime | None = None

    def __getitem__(self, state: State) -> int:
        return self.states.get(state, 0)


@contextmanager
def sender(home: Home, *, wait: float) -> Iterator[sqlite3.Connection]:
    """The desk, for the one process that sends; what an earlier one left half-sent is in doubt from here on.

    Raises Sending when another process is sending for longer than `wait` seconds.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    turn = held(home.root / "sending.lock", doing="sending letters", wait=wait, refused=Sending)
    with turn, closing(open_desk(home)) as opened:
        change(opened, "desk/outbox/doubt")
        yield opened


def begin(opened: sqlite3.Connection, mailing: Mailing, at: datetime) -> int:
    """Keeps the letter's bytes and queues it for everybody on its list, at once or not at all; returns how many."""
    edition = edition_of(mailing.week, mailing.audience)
    with transaction(opened):
        change(
            opened,
            "desk/outbox/begin",
            issue=mailing.issue,
            week=mailing.week,
            audience=mailing.audience,
            language=mailing.language,
            sha256=mailing.sha256,
            letter=mailing.letter,
            at=written(at),
            give_up_at=written(at + LIFE),
        )
        key = key_of(opened, "returns")
        readers = waiting_readers(opened, mailing.week, mailing.audience, mailing.language)
        for reader in readers:
            tag = keyed(key, "return", f"{mailing.issue}/{reader}", length=15)
            change(opened, "desk/outbox/queue", issue=mailing.issue, subscriber=reader, edition_of=edition, tag=tag)
    return len(readers)


def waiting_readers(opened: sqlite3.Connection, week: str, audience: str, language: str) -> list[str]:
    """The subscribers who would get this letter if it began now."""
    whom = {"audience": audience, "language": language, "edition_of": edition_of(week, audience)}
    return [row["reader"] for row in rows(opened, "desk/outbox/waiting_readers", **whom)]


def edition_of(week: str, audience: str) -> str:
    """What a reader gets one of: a week's letter to an audience, in whichever language."""
    return f"{week}.{audience}"


def mailing_of(opened: sqlite3.Connection, issue: str) -> Mailing | None:
    """The letter as its sending began, None when it has not."""
    found = rows(opened, "desk/outbox/mailing", issue=issue)
    if not found:
        return None
    row = dict(found[0])
    return Mailing(**{name: row[name] for name in Mailing.__slots__})


def open_mailings(opened: sqlite3.Connection) -> list[tuple[str, str, str, str]]:
    """Letters with rows still to hand over: (issue, week, audience, language), the oldest first."""
    return [tuple(row) for row in rows(opened, "desk/outbox/open_mailings")]


def next_due(opened: sqlite3.Connection, issues: Collection[str], at: datetime) -> Due | None:
    """One row of these letters whose time has come, None when there is none; who was never tried goes first."""
    found = rows(opened, "desk/outbox/due", issues=json.dumps(list(issues)), at=written(at))
    if not found:
        return None
    row = dict(found[0])
    has_left = row.pop("language") is None
    address = None if has_left else row.pop("address")
    row.pop("address", None)
    token = unsubscribe_token(opened, row["subscriber"], row["audience"])
    return Due(**row | {"is_suppressed": bool(row["is_suppressed"])}, address=address, token=token)


def give_up(opened: sqlite3.Connection, at: datetime) -> int:
    """Fails what has been tried for as long as letters are tried; returns how many rows.

    The bytes of letters long gone are let go too (the rows that say who got them stay), and the addresses of those who
    asked for letters and never confirmed it.
    """
    change(opened, "desk/subscribers/tidy", at=written(at))
    change(opened, "desk/outbox/let_go_of_bytes", before=written(at - _KEPT))
    return change(opened, "desk/outbox/give_up", at=written(at))


def mark_sending(opened: sqlite3.Connection, due: Due, at: datetime) -> None:
    """Writes down, on the disk, that the relay is about to get this message: from here to its answer it is in doubt."""
    if change(opened, "desk/outbox/sending", issue=due.issue, subscriber=due.subscriber, at=written(at)) != 1:
        raise OutboxError(f"a row of {due.issue} was changed by another process while it was being sent")


def settle(
    opened: sqlite3.Connection, due: Due, state: State, at: datetime, *, code: int | None = None, reply: str = ""
) -> None:
    """Writes down what became of a row for good: sent, failed, unknown or dropped."""
    row = {"issue": due.issue, "subscriber": due.subscriber, "state": state}
    change(opened, "desk/outbox/settle", **row, at=written(at), code=code, reply=reply)


def postpone(opened: sqlite3.Connection, due: Due, at: datetime, *, code: int | None = None, reply: str = "") -> None:
    """Puts a row back, to be tried again after a pause that doubles with each attempt."""
    change(
        opened,
        "desk/outbox/postpone",
        issue=due.issue,
        subscriber=due.subscriber,
        attempts=due.attempts + 1,
        not_before=written(at + pause_after(due.attempts + 1)),
        at=written(at),
        code=code,
        reply=reply,
    )


def pause_after(attempts: int) -> timedelta:
    """How long a row rests after so many attempts.

    >>> [int(pause_after(n).total_seconds() // 60) for n in (1, 2, 3, 6, 7, 30)]
    [5, 10, 20, 160, 240, 240]
    """
    return min(_FIRST_PAUSE * (1 << min(attempts - 1, 10)), _LONGEST_PAUSE)


def tally(opened: sqlite3.Connection, issue: str) -> Tally:
    """How a letter's rows stand."""
    found = rows(opened, "desk/outbox/tally", issue=issue)
    waits = [row["next"] for row in found if row["state"] == "queued" and row["next"]]
    return Tally(
        states={row["state"]: row["n"] for row in found},
        next_at=datetime.fromisoformat(min(waits)) if waits else None,
    )


def states(opened: sqlite3.Connection) -> dict[str, int]:
    """How many rows of all letters are in each state."""
    return {row["state"]: row["n"] for row in rows(opened, "desk/outbox/states")}


def suppress(opened: sqlite3.Connection, reader: str, at: datetime, reason: str) -> None:
    """Mails nothing to this reader's address any more, until its owner confirms it again."""
    change(opened, "desk/subscribers/suppress", reader=reader, at=written(at), reason=reason)


def in_doubt(home: Home) -> list[Doubt]:
    """Every letter that nobody knows about; a dead sender's are among them."""
    if not home.desk.exists():
        return []
    _look_for_the_dead(home)
    with desk(home) as opened:
        found = rows(opened, "desk/outbox/in_doubt")
    return [Doubt(**{**dict(row), "at": datetime.fromisoformat(row["at"])}) for row in found]


def decide_doubt(home: Home, name: str, *, again: bool, by: str, at: datetime) -> int:
    """A person's word about one letter in doubt (ISSUE/SUBSCRIBER, its beginning is enough) or about all of an issue's.

    `again` queues it once more, otherwise it counts as sent; letters that were refused can be sent again in the same
    way. Returns how many rows; raises OutboxError when there is no such row, Sending while letters are being sent.
    """
    issue, _, prefix = name.partition("/")
    with sender(home, wait=0) as opened, transaction(opened):
        word = {"issue": issue, "prefix": prefix, "state": "queued" if again else "sent", "by": by[:100]}
        found = change(opened, "desk/outbox/decide", **word, at=written(at))
        if again:
            change(opened, "desk/outbox/extend", issue=issue, give_up_at=written(at + LIFE))
    if not found:
        raise OutboxError(f"nothing of {name[:80]!r} is in doubt; `kooste send --in-doubt` lists what is")
    return found


def _look_for_the_dead(home: Home) -> None:
    try:
        with sender(home, wait=0):
            pass
    except Sending:
        pass  # its own letter is on its way, not in doubt
