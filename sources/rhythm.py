"""When a source is asked again: Retry-After, back-off, the weekly look at what has gone, and a publisher's own pace.

Pure: every instant is a function of the source's name, what is remembered and the visit's own instant, so that a
night that was killed and made again comes to the same plan.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from stories.visit import Known, Memory

RETRY_AFTER, BACK_OFF, GONE, PACE = "Retry-After", "back-off", "gone", "pace"
LONGEST_WAIT = timedelta(hours=24)
NIGHT = timedelta(days=1)
WEEK = timedelta(days=7)
# A night may start earlier than the one before: a rest of n nights ends this long before the n-th.
_EARLY = timedelta(hours=6)
_UNNAMED_WAIT = timedelta(hours=1)  # what "429 Too Many Requests" means when it does not say how long
_SILENT = timedelta(days=180)
_WATCHED = timedelta(days=14)
_PACE = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Until when a source is left alone, and why: RETRY_AFTER, BACK_OFF, GONE or PACE."""

    until: datetime
    reason: str

    def __str__(self) -> str:
        why = {
            RETRY_AFTER: "its server asked us to wait (Retry-After)",
            BACK_OFF: "it has been failing",
            GONE: "it is gone (410)",
            PACE: "it has published nothing for half a year",
        }
        return f"rests until {self.until:%Y-%m-%d %H:%M} UTC: {why.get(self.reason, self.reason)}"


def asked_to_wait(status: int, retry_after: str | None, *, date: str | None, now: datetime) -> timedelta | None:
    """How long an answer's status and Retry-After (seconds or an HTTP date) ask us to stay away, at most a day.

    `date` is the answer's own Date header: a server's date counts by its own clock. None when it asks for nothing.

    >>> asked_to_wait(429, "120", date=None, now=datetime(2026, 11, 23, tzinfo=UTC))
    datetime.timedelta(seconds=120)
    >>> asked_to_wait(503, None, date=None, now=datetime(2026, 11, 23, tzinfo=UTC)) is None
    True
    """
    if status not in (429, 503):
        return None
    wait = _wait(retry_after or "", _instant(date or "") or now)
    if wait is None:
        return _UNNAMED_WAIT if status == 429 else None
    return min(max(wait, timedelta(0)), LONGEST_WAIT)


def _wait(written: str, since: datetime) -> timedelta | None:
    text = written.strip()[:100]
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:12]), 10**8))
    until = _instant(text)
    return until - since if until else None


def _instant(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text[:100])
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def rest_after_failure(source: str, *, now: datetime, failures: int, status: int | None) -> Rest:
    """The rest after a failed visit, the `failures`-th in a row: 1, 2, 4 … nights, at most a week; a week when gone.

    >>> night = datetime(2026, 11, 23, 1, tzinfo=UTC)
    >>> [(rest_after_failure("a/b", now=night, failures=n, status=500).until - night).days for n in (1, 2, 3, 4, 9)]
    [0, 1, 3, 6, 6]
    """
    if status == 410:
        return Rest(until=now + WEEK - _early(source, failures), reason=GONE)
    nights = min(2 ** min(failures - 1, 3), 7)
    return Rest(until=now + nights * NIGHT - _early(source, failures), reason=BACK_OFF)


def rest_after_request(source: str, *, until: datetime, now: datetime) -> Rest:
    """The rest that a server asked for, and up to a tenth more (half an hour at most): not all return at once.

    At least half of that is added: the request came a while after the instant that the night calls `now`.
    """
    spread = min((until - now) / 10, timedelta(minutes=30)) * (0.5 + _share(source, 0) / 2)
    return Rest(until=until + spread, reason=RETRY_AFTER)


def _early(source: str, failures: int) -> timedelta:
    return _EARLY + timedelta(hours=2) * _share(source, failures)


def _share(source: str, number: int) -> float:
    """A number in 0–1 that is a source's own: chance would give a night that is made again another plan."""
    digest = hashlib.sha256(f"{source}\0{number}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def resting(memory: Memory, now: datetime) -> Rest | None:
    """Why a source is not asked at `now`; None when it is its turn."""
    if memory.next_attempt_at is not None and memory.next_attempt_at > now:
        return Rest(until=memory.next_attempt_at, reason=memory.rest_reason or BACK_OFF)
    visited = memory.visited_at
    if visited is None or memory.consecutive_failures or not _is_slow(memory, now):
        return None
    until = visited + _PACE - _EARLY
    return Rest(until=until, reason=PACE) if visited < now < until else None


def _is_slow(memory: Memory, now: datetime) -> bool:
    """Whether a source has published nothing for half a year, and we have watched it in vain for two weeks.

    The second half keeps a source that has just been registered under watch every night.
    """
    brought = memory.last_new_item_at
    if brought is None or now - brought < _WATCHED:
        return False
    return now - _newest(memory.known.values(), brought, now) > _SILENT


def _newest(known: Iterable[Known], brought: datetime, now: datetime) -> datetime:
    """The newest publication that has come; what has no date, or one in the future, was news when it was first seen."""
    dates = (item.published_at for item in known)
    return max((at if at and at <= now else brought for at in dates), default=brought)


def pause(spacing: float, chance: random.Random) -> float:
    """Seconds between two requests to one host: the spacing, thirty per cent more or less.

    >>> 0.7 <= pause(1.0, random.Random(1)) <= 1.3
    True
    """
    return spacing * chance.uniform(0.7, 1.3)
