"""How far each step has come, in a small file: whoever asks must not open the warehouse while a night writes it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from warehouse.connection import Connection
from warehouse.disk import settle
from warehouse.home import Home
from warehouse.standing import work


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was left to do when a step last ended (`at`, by the run's clock; `counted_at`, by the computer's).

    `changed_at` is when the warehouse got ahead of the snapshot; None while the snapshot tells all that it knows.
    """

    at: datetime
    counted_at: datetime
    unloaded: tuple[str, ...] = ()
    unlinked: int = 0
    changed_at: datetime | None = None


def note_standing(home: Home, connection: Connection, *, at: datetime, published: bool = False) -> None:
    """Writes down what is left, at the end of load, link and publish, while the step still holds the writer's lock.

    Nothing fails for want of this note: a full disk is told by what matters more.
    """
    # Taken before counting: what lands meanwhile is rather counted twice than not at all.
    counted_at = datetime.now(UTC)
    left = work(connection, home)
    before = read_standing(home)
    changed = None if published else (before.changed_at if before else None) or at
    standing = Standing(
        at=at, counted_at=counted_at, unloaded=left.unloaded, unlinked=left.unlinked, changed_at=changed
    )
    with suppress(OSError):
        path = _path(home)
        path.parent.mkdir(parents=True, exist_ok=True)
        settle(path, lambda draft: draft.write_text(json.dumps(asdict(standing), default=str), encoding="utf-8"))


def read_standing(home: Home) -> Standing | None:
    """What was last written down; None when nothing was, or it cannot be read."""
    try:
        told = json.loads(_path(home).read_text(encoding="utf-8"))
        changed = told["changed_at"]
        return Standing(
            at=datetime.fromisoformat(told["at"]),
            counted_at=datetime.fromisoformat(told["counted_at"]),
            unloaded=tuple(map(str, told["unloaded"])),
            unlinked=int(told["unlinked"]),
            changed_at=datetime.fromisoformat(changed) if changed else None,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def standing_now(home: Home) -> Standing | None:
    """What was written down, and what has landed since: a batch that is older was either loaded or is in the note."""
    noted = read_standing(home)
    if noted is None:
        return None
    known = set(noted.unloaded)
    landed = {path.stem: _written_at(path) for path in home.landing.glob("[!.]*.parquet")}
    unloaded = sorted(name for name, at in landed.items() if name in known or at > noted.counted_at)
    return replace(noted, unloaded=tuple(unloaded))


def _written_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:  # it was moved away this moment
        return datetime.min.replace(tzinfo=UTC)


def _path(home: Home) -> Path:
    return home.root / "run" / "standing.json"
