"""How much a story weighs: whole points, each with the words that earned it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from digest.issue import Importance
from digest.material import Due, Entry

# Calls and requests end unread if they are missed; a job or a changed page can be found later.
_KINDS: Mapping[str, int] = MappingProxyType(
    {"grant_call": 40, "statement_request": 36, "invitation": 30, "news": 30, "blog": 18, "job": 8, "page_update": 5}
)
_NEARNESS = ((7, 20), (14, 15), (30, 10))
_LATER = 5
_PER_ORGANISATION, _MOST_ORGANISATIONS = 6, 3


def importance(entry: Entry, coming: Sequence[Due], *, language: str, at: datetime) -> Importance:
    """What the story weighs for readers of `language` at the moment `at`; `coming` are its occasions still ahead."""
    earned = tuple(_earned(entry, coming, language, at))
    return Importance(points=sum(points for points, _ in earned), reasons=tuple(f"{why} +{n}" for n, why in earned))


def _earned(entry: Entry, coming: Sequence[Due], language: str, at: datetime) -> Iterator[tuple[int, str]]:
    yield _KINDS.get(entry.kind, 10), f"kind {entry.kind}"
    if coming:
        yield _nearness(coming, at)
    more = min(len(entry.organisations) - 1, _MOST_ORGANISATIONS)
    if more:
        yield more * _PER_ORGANISATION, f"{len(entry.organisations)} organisations published it"
    if {"fi", "sv"} <= entry.versions.keys():
        yield 4, "the publisher wrote it in both national languages"
    if language in entry.versions:
        yield 3, "in the reader's language"
    if any(version.summary.strip() for version in entry.versions.values()):
        yield 3, "has a summary"


def _nearness(coming: Sequence[Due], at: datetime) -> tuple[int, str]:
    first = min(coming, key=lambda due: due.starts_at)
    days = max((first.starts_at - at).days, 0)
    points = next((points for limit, points in _NEARNESS if days <= limit), _LATER)
    return points, f"{first.kind} in {days} {'day' if days == 1 else 'days'}"
