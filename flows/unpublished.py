"""A mark that the warehouse knows more than the snapshot tells; it is set before what it warns of, so none is lost."""

from __future__ import annotations

from pathlib import Path

from warehouse.home import Home


def mark(home: Home) -> None:
    """Says that the warehouse is about to change; call it inside the writer's lock, before the change."""
    _path(home).touch()


def clear(home: Home) -> None:
    """Says that the snapshot tells everything; call it inside the writer's lock, after publishing."""
    _path(home).unlink(missing_ok=True)


def is_marked(home: Home) -> bool:
    """Whether there is something to publish: a change, or no snapshot at all."""
    return _path(home).exists() or not home.published.exists()


def _path(home: Home) -> Path:
    return home.warehouse.parent / "unpublished"
