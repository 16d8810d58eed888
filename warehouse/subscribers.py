"""Who reads which letter: asked for, confirmed, changed and left by links that name nobody.

An address is kept while somebody reads, or has asked to read, a letter. Afterwards a keyed hash of it stays, so that a
list that is imported later cannot bring back somebody who has left.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from warehouse.desk import change, desk, rows, written
from warehouse.home import Home
from warehouse.mailbox import mailbox, same_reader
from warehouse.tokens import digest_of, fresh_token, key_of, keyed, signed, verified

Purpose = Literal["confirm", "unsubscribe", "preferences"]
LIFE: Final = timedelta(days=7)  # of a token that confirms
_DAY: Final = timedelta(days=1)
_MOST_A_READER: Final = 4  # confirmations mailed to one address a day
_MOST_A_DAY: Final = 2_000  # to all addresses together: beyond it somebody is playing with the form
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9+-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """A subscription that waits for its confirmation: mail the token to the address."""

    token: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a token speaks of; it never holds the address.

    `audiences` are those asked for (confirm), the letter's own (unsubscribe) or all that are read now (preferences).
    `is_active`: they are subscribed to now. `preferences` is the token that changes what this reader reads.
    """

    subscriber: str
    purpose: Purpose
    audiences: tuple[str, ...]
    language: str
    is_active: bool
    preferences: str


def request(
    home: Home,
    address: str,
    audiences: Sequence[str],
    language: str,
    at: datetime,
    *,
    life: timedelta = LIFE,
    utf8_local: bool = False,
) -> Requested | None:
    """Notes that somebody asks for letters; nothing is sent until they confirm with the token within `life`.

    None when enough confirmations have been mailed lately: whoever asked is told the same. Raises MailboxError.
    """
    kept = mailbox(address, utf8_local=utf8_local)
    _check(audiences, language)
    with desk(home) as opened:
        reader = reader_id(opened, kept)
        if _too_many(opened, reader, at):
            return None
        token = fresh_token()
        change(
            opened,
            "desk/subscribers/add_request",
            token=digest_of(token),
            reader=reader,
            address=kept,
            language=language,
            audiences=json.dumps(list(dict.fromkeys(audiences))),
            at=written(at),
            expires_at=written(at + life),
        )
    return Requested(token=token, address=kept)


def confirm(home: Home, token: str, at: datetime) -> Standing | None:
    """Subscribes whoever holds the token, with consent given now; None for a token that is unknown or too old.

    Used again it changes nothing: it neither subscribes twice nor brings back somebody who has left since.
    """
    with desk(home) as opened:
        asked = _asked(opened, token, at)
        if asked is None:
            return None
        if asked["used_at"] is None:
            audiences = json.loads(asked["audiences"])
            change(opened, "desk/subscribers/add_reader", reader=asked["reader"], address=asked["address"])
            _subscribe(opened, asked["reader"], audiences, asked["language"], at)
            change(opened, "desk/subscribers/lift", reader=asked["reader"])
            change(opened, "desk/subscribers/forget_bounces", reader=asked["reader"])
            change(opened, "desk/subscribers/use_request", token=asked["token"], at=written(at))
        return _confirmable(opened, asked)


def peek(home: Home, token: str, purpose: Purpose, at: datetime) -> Standing | None:
    """What a token would speak of, without doing anything: link scanners open every link."""
    if not home.desk.exists():
        return None
    with desk(home) as opened:
        if purpose == "confirm":
            asked = _asked(opened, token, at)
            return _confirmable(opened, asked) if asked else None
        return _standing(opened, purpose, token)


def unsubscribe(home: Home, token: str, at: datetime, *, everything: bool = False) -> Standing | None:
    """Ends what the token of a letter speaks of, or all a reader's letters; again it changes nothing.

    With the last letter the address is deleted. None for a token that we did not make.
    """
    with desk(home) as opened:
        found = _standing(opened, "unsubscribe", token)
        if found is None:
            return None
        also = _read_now(opened, found.subscriber) if everything else ()
        for audience in dict.fromkeys((*found.audiences, *also)):
            _leave(opened, found.subscriber, audience, at)
        _tidy_reader(opened, found.subscriber)
        return _standing(opened, "unsubscribe", token)


def preferences(home: Home, token: str, language: str, audiences: Sequence[str], at: datetime) -> Standing | None:
    """Makes these the letters of the token's reader, in this language; none of them means leaving.

    Somebody who has left altogether stays so: only a new confirmation brings them back.
    """
    _check(audiences or ("none",), language)
    with desk(home) as opened:
        found = _standing(opened, "preferences", token)
        if found is None or not found.is_active:
            return found
        for audience in set(found.audiences) - set(audiences):
            _leave(opened, found.subscriber, audience, at)
        change(opened, "desk/subscribers/change_language", reader=found.subscriber, language=language)
        new = [audience for audience in audiences if audience not in found.audiences]
        _subscribe(opened, found.subscriber, new, language, at)
        _tidy_reader(opened, found.subscriber)
        return _standing(opened, "preferences", token)


def unsubscribe_token(opened: sqlite3.Connection, reader: str, audience: str) -> str:
    """The token of one reader's letters to one audience: the same for ever, so that an old letter's link works."""
    return signed(key_of(opened, "links"), "unsubscribe", f"{reader}/{audience}")


def reader_id(opened: sqlite3.Connection, address: str) -> str:
    """The id of a kept address, 24 hexadecimal digits; it cannot be reckoned without the desk's own key."""
    return keyed(key_of(opened, "readers"), "reader", same_reader(address), length=12)


def _check(audiences: Sequence[str], language: str) -> None:
    if not audiences or not all(_SLUG.fullmatch(name) for name in (*audiences, language)):
        raise ValueError("a subscription names audiences and a language")


def _too_many(opened: sqlite3.Connection, reader: str, at: datetime) -> bool:
    change(opened, "desk/subscribers/tidy", at=written(at))
    (asked,) = rows(opened, "desk/subscribers/asked", reader=reader, since=written(at - _DAY))
    return bool(asked["by_reader"] >= _MOST_A_READER or asked["by_all"] >= _MOST_A_DAY)


def _asked(opened: sqlite3.Connection, token: str, at: datetime) -> sqlite3.Row | None:
    found = rows(opened, "desk/subscribers/request", token=digest_of(token[:400]), at=written(at))
    return found[0] if found else None


def _confirmable(opened: sqlite3.Connection, asked: sqlite3.Row) -> Standing:
    audiences = tuple(json.loads(asked["audiences"]))
    return Standing(
        subscriber=asked["reader"],
        purpose="confirm",
        audiences=audiences,
        language=asked["language"],
        is_active=set(audiences) <= set(_read_now(opened, asked["reader"])),
        preferences=_preferences_token(opened, asked["reader"]),
    )


def _standing(opened: sqlite3.Connection, purpose: Purpose, token: str) -> Standing | None:
    payload = verified(key_of(opened, "links"), purpose, token)
    if payload is None:
        return None
    reader, _, audience = payload.partition("/")
    now = _read_now(opened, reader)
    return Standing(
        subscriber=reader,
        purpose=purpose,
        audiences=(audience,) if audience else tuple(now),
        language=now.get(audience, next(iter(now.values()), "")),
        is_active=audience in now if audience else bool(now),
        preferences=_preferences_token(opened, reader),
    )


def _preferences_token(opened: sqlite3.Connection, reader: str) -> str:
    return signed(key_of(opened, "links"), "preferences", reader)


def _read_now(opened: sqlite3.Connection, reader: str) -> dict[str, str]:
    """The language of each audience whose letter the reader gets."""
    return {row["audience"]: row["language"] for row in rows(opened, "desk/subscribers/subscriptions", reader=reader)}


def _subscribe(opened: sqlite3.Connection, reader: str, audiences: Sequence[str], language: str, at: datetime) -> None:
    for audience in audiences:
        change(
            opened,
            "desk/subscribers/subscribe",
            reader=reader,
            audience=audience,
            language=language,
            consent_at=written(at),
            consent_by="confirmed",
        )
        change(opened, "desk/subscribers/forget_leaving", reader=reader, audience=audience)


def _leave(opened: sqlite3.Connection, reader: str, audience: str, at: datetime) -> None:
    if change(opened, "desk/subscribers/leave", reader=reader, audience=audience):
        change(opened, "desk/subscribers/note_leaving", reader=reader, audience=audience, at=written(at))
        change(opened, "desk/subscribers/forget_requests", reader=reader)


def _tidy_reader(opened: sqlite3.Connection, reader: str) -> None:
    change(opened, "desk/subscribers/forget_reader", reader=reader)
