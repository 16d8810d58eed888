"""Files that are either wholly there or not there, also after a power cut."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def settle(path: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` fill a file beside `path`, forces it to disk and gives it its name in one step."""
    draft = path.with_name(f".{path.name}.tmp")
    draft.unlink(missing_ok=True)
    write(draft)
    flush(draft)
    draft.replace(path)
    flush(path.parent)


def flush(path: Path) -> None:
    """Forces a file's bytes, or a directory's names, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
