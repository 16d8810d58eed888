"""Monday's letters: of every audience, from a snapshot that knows Monday's night, or they wait for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from digest.home_audiences import audiences_of
from flows.crawling import Drive, directly
from flows.letters import Letter, letters
from flows.nights import is_missed
from flows.settings import Settings
from flows.steps import publish_changes
from flows.unpublished import is_marked
from flows.written_letters import last_week
from warehouse.disk import settle
from warehouse.home import Home


def weekly_letters(
    settings: Settings, *, week: str | None = None, only: Sequence[str] = (), drive: Drive = directly
) -> list[Letter]:
    """Writes the letters of one week (default: the one that ended last Sunday) for these audiences, or for all.

    They are published together. Letters of that week no longer wait. Raises WeekError, AudienceError, SnapshotMissing
    and Locked.
    """
    chosen = week or str(last_week(settings))
    names = only or list(audiences_of(settings.home))
    written = [
        letter
        for name in names
        for letter in drive(
            f"letters for {name}", partial(letters, settings, week=chosen, audience=name, publishing=False)
        )
    ]
    if any(not letter.is_kept for letter in written):
        drive("publish letters", partial(publish_changes, settings))
    if not only and waiting(settings.home) == chosen:
        _path(settings.home).unlink(missing_ok=True)
    return written


def is_night_told(settings: Settings) -> bool:
    """Whether the snapshot tells the newest night that was due."""
    return not is_missed(settings.home, settings.now) and not is_marked(settings.home)


def let_wait(settings: Settings) -> str:
    """Lets last week's letters wait for a night that is late; returns the week."""
    week, path = str(last_week(settings)), _path(settings.home)
    path.parent.mkdir(parents=True, exist_ok=True)
    settle(path, lambda draft: draft.write_text(json.dumps({"week": week}), encoding="utf-8"))
    return week


def waiting(home: Home) -> str | None:
    """The week whose letters wait; None when none do."""
    try:
        return str(json.loads(_path(home).read_text(encoding="utf-8"))["week"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _path(home: Home) -> Path:
    return home.root / "run" / "waiting-letters.json"
