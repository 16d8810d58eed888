"""One sender at a time, held by the operating system: a process that dies lets go."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Final

from warehouse.home import Home

_PAUSE: Final = 0.1


class Sending(Exception):
    """Another process is sending letters; the message names it and says since when."""


@contextmanager
def sending_turn(home: Home, *, wait: float) -> Iterator[None]:
    """Makes this the one sender of the home; waits up to `wait` seconds, then raises Sending."""
    home.root.mkdir(parents=True, exist_ok=True)
    with (home.root / "sending.lock").open("a+", encoding="ascii") as file:
        _acquire(file, time.monotonic() + wait)
        # The write also sets the file's modification time, from which others read since when.
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def _acquire(file: IO[str], deadline: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise Sending(_said(file)) from None
            time.sleep(_PAUSE)
        else:
            return


def _said(file: IO[str]) -> str:
    since = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    file.seek(0)
    holder = file.read(20).strip() or "unknown"
    return f"process {holder} has been sending letters since {since:%Y-%m-%d %H:%M:%S} UTC: wait for it to end"
