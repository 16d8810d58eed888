"""Files that are either wholly there or not there, also after a power cut; what a disk complains of, in plain words."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED: Final = (errno.EROFS, errno.EACCES, errno.EPERM)
# Databases tell it in words only.
_FULL_WORDS: Final = ("no space left", "disk is full", "disk quota", "file too large", "could not write all bytes")
_CLOSED_WORDS: Final = (
    "read-only file system",
    "permission denied",
    "readonly database",
    "unable to open database file",
)
_DATABASES: Final = ("duckdb", "_duckdb", "sqlite3")


def settle(path: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` fill a file beside `path`, forces it to disk and gives it its name in one step."""
    draft = path.with_name(f".{path.name}.tmp")
    try:
        draft.unlink(missing_ok=True)
        write(draft)
        flush(draft)
        draft.replace(path)
        flush(path.parent)
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
    finally:
        # On a full disk half a file would keep the room that the next try needs.
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Forces a file's bytes, or a directory's names, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_fault(error: BaseException) -> str | None:
    """What to tell when a disk is full or closed to us, in one line; None for any other complaint."""
    told = " ".join(str(error).split())
    if _means(error, _FULL, _FULL_WORDS, told):
        return f"the disk is full, nothing that was done is lost; make room and run again ({told[:300]})"
    if _means(error, _CLOSED, _CLOSED_WORDS, told):
        return f"a file or directory cannot be written; see to its owner and mode, or its mount ({told[:300]})"
    return None


def _means(error: BaseException, codes: tuple[int, ...], words: tuple[str, ...], told: str) -> bool:
    if isinstance(error, OSError):
        return error.errno in codes
    is_database = type(error).__module__.partition(".")[0] in _DATABASES
    return is_database and any(word in told.lower() for word in words)
