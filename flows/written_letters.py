"""The letters that have been written, with the bytes that were recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from digest.audience import Audience
from digest.home_audiences import audiences_of
from digest.issue import Issue
from digest.week import Week
from flows.settings import Settings
from warehouse.read import SnapshotMissing, open_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One letter: its audience as it is now, the recorded SHA-256, and the bytes; None when these are others."""

    issue: str
    week: Week
    audience: Audience
    language: str
    sha256: str
    content: bytes | None

    @property
    def empty_issue(self) -> Issue:
        """The letter without its stories: enough to know when it goes."""
        return Issue(audience=self.audience, week=self.week, language=self.language, sections=())


def last_week(settings: Settings) -> Week:
    """The ISO week before the one that the clock is in: the one whose letters go now."""
    return Week.of(Week.of(settings.now).start - timedelta(hours=1))


def written_letters(
    settings: Settings, week: Week, *, audience: str | None = None, language: str | None = None
) -> tuple[Written, ...]:
    """The letters of a week whose audience still exists; none when nothing has been published. Raises AudienceError."""
    readers = audiences_of(settings.home)
    try:
        with open_snapshot(settings.home) as snapshot:
            rows = snapshot.rows("desk/written", week=str(week))
    except SnapshotMissing:
        return ()
    wanted = [row for row in rows if audience in {None, row["audience"]} and language in {None, row["language"]}]
    return tuple(_read(settings, week, readers, wanted))


def _read(
    settings: Settings, week: Week, readers: dict[str, Audience], rows: list[dict[str, str]]
) -> Iterator[Written]:
    for row in rows:
        if row["audience"] in readers:
            yield Written(
                issue=row["issue_id"],
                week=week,
                audience=readers[row["audience"]],
                language=row["language"],
                sha256=row["sha256"] or "",
                content=_content(settings, row),
            )


def _content(settings: Settings, row: dict[str, str]) -> bytes | None:
    path = settings.home.issues / row["week"] / f"{row['issue_id']}.eml"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    return content if sha256(content).hexdigest() == row["sha256"] else None
