"""One writer at a time, held by the operating system: a process that dies lets go."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Final

from warehouse.home import Home

_PAUSE: Final = 0.05


class Locked(Exception):
    """Another process is writing; the message names it and says since when."""


@contextmanager
def writer(home: Home, *, wait: float) -> Iterator[None]:
    """Makes this the one writer of the home; waits up to `wait` seconds, then raises Locked."""
    home.prepare()
    with home.lock.open("a+", encoding="ascii") as file:
        _acquire(file, time.monotonic() + wait)
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


def _acquire(file: IO[str], deadline: float) -> None:
    while not _try(file):
        if time.monotonic() >= deadline:
            raise Locked(_describe(file))
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


def _describe(file: IO[str]) -> str:
    since = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    return f"process {_holder(file)} has been writing the warehouse since {since:%Y-%m-%d %H:%M:%S} UTC"
