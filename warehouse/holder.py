"""Who holds a lock, read from what the operating system tells: asking for the lock itself would disturb its holder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_LOCKS: Final = Path("/proc/locks")
_LINE: Final = re.compile(r"FLOCK\s+\w+\s+(?:READ|WRITE)\s+(-?\d+)\s+([0-9a-f]+):([0-9a-f]+):(\d+)\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The process that holds a lock, and since when (its files are signed when they are locked)."""

    pid: int
    since: datetime


def holder(lock: Path, *, locks: Path = _LOCKS) -> Holder | None:
    """Who holds a lock file; None when nobody does, or when this system does not tell (no /proc/locks)."""
    try:
        file, told = lock.stat(), locks.read_text(encoding="ascii", errors="replace")
        signed = lock.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return None
    place = os.major(file.st_dev), os.minor(file.st_dev), file.st_ino
    for pid, major, minor, inode in _LINE.findall(told):
        # Layered file systems name another device: then the signature in the file has to agree.
        is_same = (int(major, 16), int(minor, 16), int(inode)) == place
        if is_same or (int(inode) == file.st_ino and pid == signed):
            return Holder(
                pid=int(signed) if signed.isdigit() else int(pid), since=datetime.fromtimestamp(file.st_mtime, UTC)
            )
    return None
