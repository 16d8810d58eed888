"""How much a story weighs: whole points, each with the words that earned it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from digest.editions import tongues
from digest.issue import Importance
from digest.material import Due, Entry
from digest.updates import Update

# Calls and requests end unread if they are missed; a job or a changed page can be found later.
_KINDS: Mapping[str, int] = MappingProxyType(
    {"grant_call": 40, "statement_request": 36, "invitation": 30, "news": 30, "blog": 18, "job": 8, "page_update": 5}
)
_NEARNESS = ((7, 20), (14, 15), (30, 10))
_LATER = 5
_CHANGED = 4
_PER_ORGANISATION, _MOST_ORGANISATIONS = 6, 3


def importance(
    entry: Entry, coming: Sequence[Due], *, language: str, at: datetime, news: Update | None = None
) -> Importance:
    """What the story weighs for readers of an edition at the moment `at`.

    `coming` are its occasions still ahead, `news` what has changed since a letter told it.
    """
    earned = (*_earned(entry, coming, tongues(language), at), *([(_CHANGED, news.why)] if news else []))
    return Importance(points=sum(points for points, _ in earned), reasons=tuple(f"{why} +{n}" for n, why in earned))


def _earned(entry: Entry, coming: Sequence[Due], spoken: Sequence[str], at: datetime) -> Iterator[tuple[int, str]]:
    yield _KINDS.get(entry.kind, 10), f"kind {entry.kind}"
    if coming:
        yield _nearness(coming, at)
    more = min(len(entry.organisations) - 1, _MOST_ORGANISATIONS)
    if more:
        yield more * _PER_ORGANISATION, f"{len(entry.organisations)} organisations published it"
    if {"fi", "sv"} <= entry.versions.keys():
        yield 4, "the publisher wrote it in both national languages"
    if any(code in entry.versions for code in spoken):
        yield 3, "in the reader's language"
    if any(version.summary.strip() for version in entry.versions.values()):
        yield 3, "has a summary"


def _nearness(coming: Sequence[Due], at: datetime) -> tuple[int, str]:
    first = min(coming, key=lambda due: due.starts_at)
    days = max((first.starts_at - at).days, 0)
    points = next((points for limit, points in _NEARNESS if days <= limit), _LATER)
    return points, f"{first.kind} in {days} {'day' if days == 1 else 'days'}"
