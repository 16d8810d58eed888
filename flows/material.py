"""Rows of the snapshot as what a letter is made of."""

from __future__ import annotations

from dataclasses import dataclass

from digest.material import Due, Entry, SourceCounts, Version
from digest.week import Week
from warehouse.read import Snapshot, digest_history, occasions_after, source_counts, stories_of_week


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A week's stories, the occasions still ahead of it, and by language the stories that earlier letters told."""

    entries: tuple[Entry, ...]
    occasions: tuple[Due, ...]
    sources: SourceCounts
    told: frozenset[tuple[str, str]]

    def already_sent(self, language: str) -> frozenset[str]:
        """Stories that this audience has read in a letter of that language."""
        return frozenset(story for edition, story in self.told if edition == language)


def material(snapshot: Snapshot, week: Week, audience: str) -> Material:
    """Everything the letters of one week and audience are made of; the week's own earlier letters do not count."""
    return Material(
        entries=tuple(
            Entry(**row | {"versions": {code: Version(**version) for code, version in row["versions"].items()}})
            for row in stories_of_week(snapshot, week.start, week.end)
        ),
        occasions=tuple(Due(**row) for row in occasions_after(snapshot, week.end)),
        sources=SourceCounts(**source_counts(snapshot)),
        told=frozenset(
            (row["language"], row["story_id"])
            for row in digest_history(snapshot)
            if row["audience"] == audience and row["week"] < str(week)
        ),
    )
