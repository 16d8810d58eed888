"""An issue to files, each whole or not there at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from digest import render
from digest.calendar import icalendar
from digest.feed import atom, json_feed
from digest.fit import fitted
from digest.issue import Issue
from digest.letter import letter


def write(issue: Issue, directory: Path) -> list[Path]:
    """Writes the issue as `<week>.<audience>.<language>` .html .txt .md .eml .ics .atom .json and returns the paths.

    The letter is fitted to a size that mail programs show whole. Same issue, same bytes; a reader of the
    directory never meets half a file. Raises OSError.
    """
    directory.mkdir(parents=True, exist_ok=True)
    return [_replace(directory / f"{issue.name}.{ending}", content) for ending, content in _files(fitted(issue))]


def _files(issue: Issue) -> Iterator[tuple[str, bytes]]:
    yield "html", render.html(issue).encode()
    yield "txt", render.text(issue).encode()
    yield "md", render.markdown_text(issue).encode()
    yield "eml", letter(issue).as_bytes()
    yield "ics", icalendar(issue).encode()
    yield "atom", atom(issue).encode()
    yield "json", json_feed(issue).encode()


def _replace(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(0o644)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path
