"""One letter as a value: what it holds, in which order, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal

from digest.audience import Audience
from digest.editions import tongues
from digest.material import Due, Entry, SourceCounts, Version
from digest.updates import Update
from digest.week import HELSINKI, Week

Style = Literal["lead", "story", "dated", "line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Importance:
    """How much a story weighs in this letter, and the words that say why."""

    points: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One story as this letter's reader meets it.

    `language` is the version shown first; `others` the versions beside it, shown or linked; `due` the coming occasion
    that dates it, `more_due` its further coming occasions by date, `cancelled` those that no text tells any more.
    `update` says why a told story is told again, `blurbs` are an editor's words about it by language.
    """

    entry: Entry
    language: str
    version: Version
    others: Mapping[str, Version]
    importance: Importance
    due: Due | None = None
    more_due: tuple[Due, ...] = ()
    cancelled: tuple[Due, ...] = ()
    update: Update | None = None
    is_late: bool = False
    is_picked: bool = False
    blurbs: Mapping[str, str] = field(default_factory=dict)

    @property
    def occasions(self) -> tuple[Due, ...]:
        """Every coming occasion of the story, by date."""
        every = (*(() if self.due is None else (self.due,)), *self.more_due)
        return tuple(sorted(every, key=lambda due: (due.starts_at, due.kind)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the letter; `titles` replace the standing heading where an audience gives its own."""

    id: str
    style: Style
    placed: tuple[Placed, ...]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Where a story went (a section's id, "overflow" or "out") and why."""

    story_id: str
    place: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One letter: an audience, a week and a language, with its sections in reading order.

    `overflow` are stories that fit no section; `decisions` cover every story that was offered.
    """

    audience: Audience
    week: Week
    language: str
    sections: tuple[Section, ...]
    overflow: tuple[Placed, ...] = ()
    decisions: tuple[Decision, ...] = ()
    sources: SourceCounts | None = None

    @property
    def tongues(self) -> tuple[str, ...]:
        """The languages the letter speaks, the first one first."""
        return tongues(self.language)

    @property
    def is_empty(self) -> bool:
        """True when nothing belongs to the letter: it is shown to an editor and never sent."""
        return not self.sections

    @property
    def placed(self) -> Iterator[Placed]:
        """Every story of the letter in reading order."""
        return (placed for section in self.sections for placed in section.placed)

    @property
    def story_ids(self) -> tuple[str, ...]:
        """The stories that count as told once this letter has been sent."""
        return tuple(placed.entry.story_id for placed in self.placed)

    @property
    def goes_at(self) -> datetime:
        """When the letter leaves, 6.00 in Helsinki: its date and the stamp of all it carries."""
        on = self.week.monday + timedelta(days=7 + self.audience.weekday)
        return datetime.combine(on, time(6), tzinfo=HELSINKI)

    @property
    def name(self) -> str:
        """The stem of the letter's files: `2026-W47.jarjestot.fi`, `2026-W47.jarjestot.fi+sv`."""
        return f"{self.week}.{self.audience.id}.{self.language}"
