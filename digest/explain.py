"""Why each story is in a letter, out of it, or where it is: one row a story, in the letter's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.issue import Decision, Issue, Placed
from digest.material import Entry
from digest.typography import clean
from digest.week import local


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One story's fate: `place` is a section's id, "overflow" or "out", `position` its number in the letter from 1."""

    position: int | None
    place: str
    story_id: str
    title: str
    organisation: str
    kind: str
    languages: tuple[str, ...]
    published: str
    points: int | None
    reasons: tuple[str, ...]


def explained(issue: Issue, entries: Iterable[Entry]) -> list[Explained]:
    """Every story offered: those of the letter in its order, then what did not fit, then what is out, newest first."""
    offered = {entry.story_id: entry for entry in entries}
    spoken = issue.tongues
    placed = {one.entry.story_id: one for one in (*issue.placed, *issue.overflow)}
    order = {story_id: place for place, story_id in enumerate(issue.story_ids, 1)}
    rows = [
        _row(
            decision,
            offered[decision.story_id],
            placed.get(decision.story_id),
            position=order.get(decision.story_id),
            spoken=spoken,
        )
        for decision in issue.decisions
    ]
    return sorted(sorted(rows, key=lambda row: row.published, reverse=True), key=_place)


def _place(row: Explained) -> tuple[int, int]:
    return {"overflow": 1, "out": 2}.get(row.place, 0), row.position or 0


def _row(
    decision: Decision, entry: Entry, placed: Placed | None, *, position: int | None, spoken: Sequence[str]
) -> Explained:
    return Explained(
        position=position,
        place=decision.place,
        story_id=decision.story_id,
        title=_title(entry, spoken),
        organisation=entry.organisation,
        kind=entry.kind,
        languages=tuple(entry.versions),
        published=f"{local(entry.published_at):%Y-%m-%d}",
        points=placed.importance.points if placed else None,
        reasons=decision.reasons,
    )


def _title(entry: Entry, spoken: Sequence[str]) -> str:
    """The headline in the edition's first language that has one, else in any."""
    codes = [code for code in (*spoken, *entry.versions) if code in entry.versions]
    return next((title for code in codes if (title := clean(entry.versions[code].title))), "")
