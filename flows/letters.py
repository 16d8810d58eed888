"""A week's letters: read the snapshot, select, write, and record what was told so that it is not told again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from digest.archive import shelf, shelve
from digest.audience import DEFAULT_AUDIENCE, Audience
from digest.audience_file import AudienceError
from digest.explain import Explained, explained
from digest.fit import fitted
from digest.home_audiences import audience_of
from digest.issue import Issue
from digest.select import open_deadlines, select
from digest.week import Week
from digest.write import ENDINGS, LINKED, write
from flows.material import Material, material
from flows.settings import Settings
from flows.steps import publish_now, writing
from flows.unpublished import mark
from flows.written_letters import last_week
from warehouse.desk import glance
from warehouse.issues import record_issue
from warehouse.outbox import mailing_of
from warehouse.read import open_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter: the issue and its files, and the edition's standing files beside it.

    `is_kept`: its sending has begun, so it stays as it was written.
    """

    issue: Issue
    paths: tuple[Path, ...]
    standing: tuple[Path, ...] = ()
    is_kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One letter that could be written now, and the fate of every story that was offered to it."""

    issue: Issue
    stories: tuple[Explained, ...]


def letters(
    settings: Settings,
    *,
    week: str | None = None,
    audience: str = DEFAULT_AUDIENCE,
    language: str | None = None,
    out: Path | None = None,
    publishing: bool = True,
) -> list[Letter]:
    """Writes an audience's letters of a week, one an edition; a week without news writes none.

    They go to the home, are recorded as told, and renew the edition's archive, feeds and standing deadlines; a letter
    whose sending has begun stays as it is. With `out` they are a preview in that directory: nothing else changes.
    Who writes the letters of several audiences lets `publishing` be, and publishes once at the end.
    Idempotent: the same snapshot gives the same bytes. Raises WeekError, AudienceError, SnapshotMissing, Locked and
    VocabularyError.
    """
    chosen, reader = _chosen(settings, week, audience)
    told, issues = _issues(settings, chosen, reader, language)
    full = [issue for issue in issues if not issue.is_empty]
    if out:
        return [Letter(issue=issue, paths=tuple(write(issue, out))) for issue in full]
    done = [_written(settings, issue) for issue in full]
    _record(settings, [letter for letter in done if not letter.is_kept], publishing=publishing)
    return [letter if letter.is_kept else _shelved(settings, letter, told) for letter in done]


def explanations(
    settings: Settings, *, week: str | None = None, audience: str = DEFAULT_AUDIENCE, language: str | None = None
) -> list[Explanation]:
    """Why each story is in an audience's letters of a week, out of them, or where it is; nothing is written.

    Raises as `letters` does.
    """
    chosen, reader = _chosen(settings, week, audience)
    told, issues = _issues(settings, chosen, reader, language)
    return [Explanation(issue=issue, stories=tuple(explained(issue, told.entries))) for issue in issues]


def _chosen(settings: Settings, week: str | None, audience: str) -> tuple[Week, Audience]:
    reader = audience_of(settings.home, audience)
    return Week(week) if week else last_week(settings), reader


def _issues(settings: Settings, week: Week, reader: Audience, language: str | None) -> tuple[Material, list[Issue]]:
    editions = _editions(reader, language)
    with open_snapshot(settings.home) as snapshot:
        told = material(snapshot, settings.home, week, reader)
    return told, [_issue(told, week, reader, edition) for edition in editions]


def _editions(reader: Audience, language: str | None) -> Sequence[str]:
    if language is None:
        return reader.languages
    if language not in reader.languages:
        choices = " or ".join(reader.languages)
        raise AudienceError(f"audience {reader.id} has no {language!r} edition: choose {choices}")
    return [language]


def _issue(told: Material, week: Week, reader: Audience, language: str) -> Issue:
    """The letter as it is written: what is cut for its size is not told."""
    chosen = select(
        told.entries,
        told.occasions,
        audience=reader,
        week=week,
        language=language,
        told=told.told_in(language),
        picks=told.picks,
        sources=told.sources,
    )
    return fitted(chosen)


def _written(settings: Settings, issue: Issue) -> Letter:
    directory = settings.home.issues / str(issue.week)
    with glance(settings.home) as desk:
        begun = mailing_of(desk, issue.name)
    if begun is None:
        return Letter(issue=issue, paths=tuple(write(issue, directory)))
    kept = [directory / f"{issue.name}.{ending}" for ending in ENDINGS]
    return Letter(issue=issue, paths=tuple(path for path in kept if path.exists()), is_kept=True)


def _shelved(settings: Settings, letter: Letter, told: Material) -> Letter:
    """The letter with the edition's standing files renewed; an old week's letter leaves the deadlines as they are."""
    issue, root = letter.issue, settings.home.issues
    held = shelf(root, issue.audience, issue.language)
    is_newest = not held.weeks or held.weeks[0] <= issue.week
    deadlines = open_deadlines(
        told.open, told.occasions, audience=issue.audience, week=issue.week, language=issue.language
    )
    standing = shelve(root, issue.audience, issue.language, deadlines=deadlines if is_newest else None)
    return Letter(issue=issue, paths=letter.paths, standing=tuple(standing))


def _record(settings: Settings, written: Sequence[Letter], *, publishing: bool) -> None:
    if not written:
        return
    with writing(settings) as connection:
        mark(settings.home)
        for letter in written:
            issue = letter.issue
            record_issue(
                connection,
                issue_id=issue.name,
                week=str(issue.week),
                audience=issue.audience.id,
                language=issue.language,
                files={path.name: _fingerprint(path) for path in letter.paths if not path.name.endswith(LINKED)},
                story_ids=issue.story_ids,
            )
        if publishing:
            publish_now(settings, connection)


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
