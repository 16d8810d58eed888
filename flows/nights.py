"""Which nights there have been: a line each in HOME/nights.jsonl, so that a missed one is noticed and made up for."""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from flows.schedule import last_due
from flows.turn import Shard, is_free
from stories.dates import HELSINKI
from warehouse.disk import settle
from warehouse.home import Home

State = Literal["done", "failed", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One round of visits: for which instant, how it ended, how long it took; `shard` is (number, of) of a part."""

    night: str
    at: datetime
    state: State
    seconds: float = 0.0
    sources: int = 0
    failing: int = 0
    read: int = 0
    shard: tuple[int, int] | None = None
    failure: str | None = None


def night_of(at: datetime) -> str:
    """The local date that a night is called by.

    >>> from datetime import UTC
    >>> night_of(datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
    '2026-11-21'
    """
    return f"{at.astimezone(HELSINKI):%Y-%m-%d}"


class Count:
    """What a round has counted so far; filled in while it goes."""

    def __init__(self) -> None:
        self.sources = self.failing = self.read = 0


@contextmanager
def noted(home: Home, at: datetime, shard: Shard | None) -> Iterator[Count]:
    """Writes down how a round ended, also when it was stopped or failed."""
    count, start = Count(), time.perf_counter()
    begun = Night(night=night_of(at), at=at, state="done", shard=(shard.number, shard.of) if shard else None)

    def note(state: State, failure: str | None = None) -> None:
        seconds = round(time.perf_counter() - start, 1)
        write_down(home, replace(begun, state=state, failure=failure, seconds=seconds, **vars(count)))

    try:
        yield count
    except Exception as error:
        note("failed", f"{type(error).__name__}: {error}"[:300])
        raise
    except BaseException:
        note("stopped")
        raise
    note("done")


def write_down(home: Home, night: Night) -> None:
    """Adds a line to HOME/nights.jsonl, on disk when this returns."""
    home.prepare()
    with _path(home).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(night), default=str, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def nights(home: Home) -> tuple[Night, ...]:
    """All rounds that were written down, oldest first; a line that was cut off is left out."""
    try:
        lines = _path(home).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    return tuple(night for line in lines if (night := _read(line)))


def is_missed(home: Home, now: datetime) -> bool:
    """Whether no whole night has been done since the last one was due (02:15, Europe/Helsinki)."""
    due = last_due(now)
    return not _is_whole([night for night in nights(home) if night.state == "done" and due <= night.at <= now])


def is_due(home: Home, now: datetime, *, wait: float, shard: Shard | None = None) -> bool:
    """Whether a night has to be made up for: none is done, and none is under way (a ping is over in `wait` seconds)."""
    return is_missed(home, now) and is_free(home, wait=wait, shard=shard) and is_missed(home, now)


def _is_whole(done: Sequence[Night]) -> bool:
    """Whether one of these rounds, or all shards together, visited every source."""
    shards: defaultdict[int, set[int]] = defaultdict(set)
    for night in done:
        if night.shard is None:
            return True
        shards[night.shard[1]].add(night.shard[0])
    return any(len(numbers) == of for of, numbers in shards.items())


@contextmanager
def last_night(home: Home) -> Iterator[dict[str, Any]]:
    """Writes HOME/run/last-night.json when a night ends, however it ends; its summary is filled in meanwhile."""
    told: dict[str, Any] = {}
    started, failure = datetime.now(UTC), None
    try:
        yield told
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"[:300]
        raise
    except BaseException:
        failure = "stopped"
        raise
    finally:
        note = {"started": started, "ended": datetime.now(UTC), "failure": failure, "summary": told}
        path = home.root / "run" / "last-night.json"
        # Nothing fails for want of this note: a full disk is told by what matters more.
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            settle(path, lambda draft: draft.write_text(json.dumps(note, default=str, ensure_ascii=False), "utf-8"))


def _path(home: Home) -> Path:
    return home.root / "nights.jsonl"


def _read(line: str) -> Night | None:
    try:
        told = json.loads(line)
        shard = told.pop("shard", None)
        at = datetime.fromisoformat(told.pop("at"))
        return Night(at=at, shard=(int(shard[0]), int(shard[1])) if shard else None, **told)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
