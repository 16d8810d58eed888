"""One holder at a time of a lock that the operating system keeps: a process that dies lets go."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from warehouse.home import Home

_PAUSE: Final = 0.05


class Held(Exception):
    """Another process holds the lock; the message names it and says what it has been doing since when."""


class Locked(Held):
    """Another process is writing the warehouse."""


@contextmanager
def writer(home: Home, *, wait: float) -> Iterator[None]:
    """Makes this the one writer of the home; waits up to `wait` seconds, then raises Locked."""
    home.prepare()
    with held(home.lock, doing="writing the warehouse", wait=wait, refused=Locked):
        yield


@contextmanager
def held(path: Path, *, doing: str, wait: float, refused: type[Held] = Held) -> Iterator[None]:
    """Holds the lock of that file; waits up to `wait` seconds, then raises `refused`, which says what goes on."""
    with path.open("a+", encoding="ascii") as file:
        _acquire(file, time.monotonic() + wait, doing, refused)
        _sign(file)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def is_writer(home: Home) -> bool:
    """Whether this very process holds the home's writer lock."""
    if not home.lock.exists():
        return False
    with home.lock.open("r", encoding="ascii") as file:
        return not _try(file) and _holder(file) == str(os.getpid())


def _acquire(file: IO[str], deadline: float, doing: str, refused: type[Held]) -> None:
    while not _try(file):
        if time.monotonic() >= deadline:
            since = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
            raise refused(f"process {_holder(file)} has been {doing} since {since:%Y-%m-%d %H:%M:%S} UTC")
        time.sleep(_PAUSE)


def _try(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(file: IO[str]) -> None:
    # The write also sets the file's modification time, from which others read since when.
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return file.read(20).strip() or "unknown"
