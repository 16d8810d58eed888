"""Whose turn it is to visit sources: two nights at once would ask every host twice."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from warehouse.home import Home
from warehouse.lock import Locked

_PAUSE: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One of `of` parts of the sources, counted from 0; a host lives in one shard, whatever night it is.

    >>> Shard(number=0, of=1).holds("www.soste.fi")
    True
    """

    number: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.number < self.of:
            raise ValueError(f"shard {self.number} of {self.of}: shards are counted from 0 to {self.of - 1}")

    def __str__(self) -> str:
        return f"shard {self.number} of {self.of}"

    def holds(self, host: str) -> bool:
        """Whether a host's sources are this shard's."""
        return int.from_bytes(sha256(host.lower().encode()).digest()[:8], "big") % self.of == self.number


@contextmanager
def turn(home: Home, *, wait: float, shard: Shard | None = None) -> Iterator[None]:
    """Makes this process the one that visits sources (or a shard of them); raises Locked after `wait` seconds.

    The operating system holds the lock, so a process that dies has had its turn. Shards go side by side, each once;
    a whole night waits for all of them, and they for it.
    """
    deadline = time.monotonic() + wait
    with ExitStack() as held:
        _hold(held, _path(home, None), fcntl.LOCK_SH if shard else fcntl.LOCK_EX, deadline)
        if shard:
            _hold(held, _path(home, shard), fcntl.LOCK_EX, deadline)
        yield


def is_free(home: Home, *, wait: float, shard: Shard | None = None) -> bool:
    """Whether nobody visits, or whoever does has ended within `wait` seconds."""
    try:
        with turn(home, wait=wait, shard=shard):
            return True
    except Locked:
        return False


def _path(home: Home, shard: Shard | None) -> Path:
    home.prepare()
    name = f"turn-{shard.number}-of-{shard.of}.lock" if shard else "turn.lock"
    return home.warehouse.parent / name


def _hold(held: ExitStack, path: Path, how: int, deadline: float) -> None:
    # Closing the file lets go of its lock.
    file = held.enter_context(path.open("a+", encoding="ascii"))
    while not _try(file, how):
        if time.monotonic() >= deadline:
            raise Locked(_describe(file))
        time.sleep(_PAUSE)
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()


def _try(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _describe(file: IO[str]) -> str:
    file.seek(0)
    process = file.read(20).strip() or "unknown"
    since = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    return (
        f"process {process} has been visiting the sources since {since:%Y-%m-%d %H:%M:%S} UTC; try again when it ends"
    )
