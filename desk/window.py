"""The published snapshot, kept open for many questions; a newer one is opened as soon as the file is replaced."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from warehouse.home import Home
from warehouse.read import Snapshot, SnapshotMissing, open_snapshot

T = TypeVar("T")


class Window:
    """Answers questions to whatever is published now, one at a time, read-only."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = Lock()
        self._open: tuple[tuple[int, int], Snapshot] | None = None
        self._answers: dict[Callable[[Snapshot], Any], Any] = {}

    def ask(self, question: Callable[[Snapshot], T]) -> T | None:
        """What the question finds, remembered until something newer is published; None when nothing is published."""
        with self._lock:
            try:
                snapshot = self._newest()
                if question not in self._answers:
                    self._answers[question] = question(snapshot)
            except SnapshotMissing:
                return None
            found: T = self._answers[question]
            return found

    def close(self) -> None:
        """Lets the file go."""
        with self._lock:
            self._shut()

    def _newest(self) -> Snapshot:
        stamp = self._stamp()
        if self._open is None or self._open[0] != stamp:
            self._shut()
            self._open = (stamp, open_snapshot(self._home))
        return self._open[1]

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self._home.published.stat()
        except FileNotFoundError:
            self._shut()
            return (0, 0)
        return (found.st_ino, found.st_mtime_ns)

    def _shut(self) -> None:
        if self._open is not None:
            self._open[1].close()
        self._open = None
        self._answers.clear()
