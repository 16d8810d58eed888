"""Rows of the snapshot as what a letter is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from digest.audience import Audience
from digest.material import Due, Entry, Pick, SourceCounts, Version, Wording
from digest.timing import Timing
from digest.week import Week
from warehouse.home import Home
from warehouse.picks import current, picks
from warehouse.read import (
    Snapshot,
    Span,
    digest_history,
    occasions_after,
    source_counts,
    stories_for_letter,
    stories_with_deadlines,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What the letters of one week and audience are made of.

    `told` are (edition, week, story) of its earlier letters, `open` the stories whose deadlines lie ahead, of any week.
    """

    entries: tuple[Entry, ...]
    open: tuple[Entry, ...]
    occasions: tuple[Due, ...]
    sources: SourceCounts
    told: tuple[tuple[str, str, str], ...]
    picks: tuple[Pick, ...]

    def told_in(self, edition: str) -> dict[str, Week]:
        """The week of the last letter of that edition that told a story, by story."""
        return {story: Week(week) for language, week, story in sorted(self.told) if language == edition}


def material(snapshot: Snapshot, home: Home, week: Week, audience: Audience) -> Material:
    """Everything the letters of one week and audience are made of; the week's own earlier letters do not count."""
    counts = SourceCounts(**source_counts(snapshot))
    timing = Timing(week=week, weekday=audience.weekday, since=counts.since)
    chosen = tuple(
        Pick(story_id=one.story_id, blurbs=one.blurbs) for one in current(snapshot, picks(home, audience.id))
    )
    return Material(
        entries=_entries(snapshot, timing, [one.story_id for one in chosen]),
        open=_with_deadlines(snapshot, timing),
        occasions=tuple(Due(**row) for row in occasions_after(snapshot, week.end)),
        sources=counts,
        told=tuple(
            (row["language"], row["week"], row["story_id"])
            for row in digest_history(snapshot)
            if row["audience"] == audience.id and row["week"] < str(week)
        ),
        picks=chosen,
    )


def _entries(snapshot: Snapshot, timing: Timing, picked: Sequence[str]) -> tuple[Entry, ...]:
    week = timing.week
    span = Span(week_start=week.start, week_end=week.end, seen_from=timing.opens_at, seen_until=timing.closes_at)
    return tuple(map(_entry, stories_for_letter(snapshot, span, picked=picked)))


def _with_deadlines(snapshot: Snapshot, timing: Timing) -> tuple[Entry, ...]:
    """The stories with coming deadlines, whenever they were published."""
    end = timing.week.end
    nothing = Span(week_start=end, week_end=end, seen_from=end, seen_until=end)
    return tuple(map(_entry, stories_for_letter(snapshot, nothing, picked=stories_with_deadlines(snapshot, end))))


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(**row | {"versions": {code: _version(version) for code, version in row["versions"].items()}})


def _version(row: dict[str, Any]) -> Version:
    return Version(**row | {"wordings": tuple(Wording(**wording) for wording in row["wordings"])})
