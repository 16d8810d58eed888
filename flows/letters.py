"""A week's letters: read the snapshot, select, write, and record what was told so that it is not told again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from digest.audience import Audience
from digest.audience_file import AudienceError, find_audience
from digest.fit import fitted
from digest.issue import Issue
from digest.select import select
from digest.week import Week
from digest.write import write
from flows.material import Material, material
from flows.night import WAIT_FOR_WRITER
from flows.settings import Settings
from warehouse.connection import connect
from warehouse.issues import record_issue
from warehouse.lock import writer
from warehouse.publish import publish
from warehouse.read import open_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter that was written: the issue and its files."""

    issue: Issue
    paths: tuple[Path, ...]


def letters(
    settings: Settings,
    *,
    week: str | None = None,
    audience: str = "jarjestot",
    language: str | None = None,
    out: Path | None = None,
) -> list[Letter]:
    """Writes an audience's letters of a week, one a language; a week without news writes none.

    Idempotent: the same snapshot gives the same bytes. Raises WeekError, AudienceError, SnapshotMissing and Locked.
    """
    chosen = Week(week) if week else last_week(settings)
    reader = find_audience(audience, settings.home.root / "audiences")
    with open_snapshot(settings.home) as snapshot:
        told = material(snapshot, chosen, reader.id)
    issues = [_issue(told, chosen, reader, edition) for edition in _editions(reader, language)]
    written = [
        Letter(issue=issue, paths=tuple(write(issue, out or settings.home.issues / str(chosen))))
        for issue in issues
        if not issue.is_empty
    ]
    if written:
        _record(settings, written)
    return written


def last_week(settings: Settings) -> Week:
    """The ISO week before the one that the clock is in."""
    return Week.of(Week.of(settings.now).start - timedelta(hours=1))


def _editions(reader: Audience, language: str | None) -> Sequence[str]:
    if language is None:
        return reader.languages
    if language not in reader.languages:
        choices = " or ".join(reader.languages)
        raise AudienceError(f"audience {reader.id} has no {language!r} edition: choose {choices}")
    return [language]


def _issue(told: Material, week: Week, reader: Audience, language: str) -> Issue:
    """The letter as it is written: what is cut for its size is not told, and may be told another week."""
    chosen = select(
        told.entries,
        told.occasions,
        audience=reader,
        week=week,
        language=language,
        already_sent=told.already_sent(language),
        sources=told.sources,
    )
    return fitted(chosen)


def _record(settings: Settings, written: Sequence[Letter]) -> None:
    with writer(settings.home, wait=WAIT_FOR_WRITER), closing(connect(settings.home)) as connection:
        for letter in written:
            issue = letter.issue
            record_issue(
                connection,
                issue_id=issue.name,
                week=str(issue.week),
                audience=issue.audience.id,
                language=issue.language,
                files={path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in letter.paths},
                story_ids=issue.story_ids,
            )
        publish(connection, settings.home)
