"""Subscriptions at WebSub hubs: what was asked, what was granted until when. One small SQLite file in the home."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from warehouse.home import Home
from warehouse.statements import sql

_PATIENCE: Final = 30.0  # seconds
_INSTANTS: Final = ("asked_at", "granted_at", "expires_at", "heard_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """One subscription: `wanted` is what the hub was last asked for, `state` how far that has come.

    `token` ends the address that the hub calls, `secret` signs its news; neither is ever shown. `attempts` counts the
    requests since the hub last confirmed, `ignored` the deliveries whose signature was wrong, `said` is its last word.
    """

    token: str
    source: str
    topic: str
    hub: str
    callback: str
    secret: str | None = None
    wanted: Literal["subscribe", "unsubscribe"] = "subscribe"
    state: Literal["asked", "active", "denied"] = "asked"
    asked_at: datetime | None = None
    attempts: int = 0
    granted_at: datetime | None = None
    expires_at: datetime | None = None
    heard_at: datetime | None = None
    ignored: int = 0
    said: str = ""

    def is_active(self, now: datetime) -> bool:
        """Whether the hub tells us news at `now`."""
        return self.state == "active" and self.expires_at is not None and now < self.expires_at


def leases(home: Home) -> list[Lease]:
    """Every subscription, by source."""
    if not _path(home).exists():
        return []
    with _open(home) as file:
        return [_lease(row) for row in file.execute(sql("leases/all"))]


def lease_of(home: Home, token: str) -> Lease | None:
    """The subscription that a callback's address stands for; None for an address that nobody was given."""
    if not _path(home).exists():
        return None
    with _open(home) as file:
        row = file.execute(sql("leases/one"), {"token": token}).fetchone()
    return _lease(row) if row else None


def keep(home: Home, lease: Lease) -> None:
    """Writes a subscription down, over what was known of it."""
    with _open(home) as file:
        file.execute(sql("leases/keep"), _row(lease))


def amend(home: Home, token: str, change: Callable[[Lease], Lease | None]) -> Lease | None:
    """Changes a subscription in one transaction; None from `change` drops it. Returns what it was; None if unknown."""
    with _open(home) as file:
        row = file.execute(sql("leases/one"), {"token": token}).fetchone()
        if row is None:
            return None
        before = _lease(row)
        after = change(before)
        if after is None:
            file.execute(sql("leases/drop"), {"token": token})
        elif after != before:
            file.execute(sql("leases/keep"), _row(after))
    return before


def _lease(row: sqlite3.Row) -> Lease:
    values = dict(row)
    for name in _INSTANTS:
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    return Lease(**values)


def _row(lease: Lease) -> dict[str, Any]:
    values = asdict(lease)
    for name in _INSTANTS:
        values[name] = values[name].astimezone(UTC).isoformat() if values[name] else None
    return values


@contextmanager
def _open(home: Home) -> Iterator[sqlite3.Connection]:
    """The file inside one transaction, readable by its owner only: it holds secrets."""
    path = _path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as file:
        file.executescript(sql("leases/schema"))
        file.row_factory = sqlite3.Row
        file.execute("begin immediate")
        try:
            yield file
            file.execute("commit")
        except BaseException:
            file.execute("rollback")
            raise


def _path(home: Home) -> Path:
    return home.root / "websub.sqlite"
