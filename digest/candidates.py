"""Which of the stories offered may be in a letter at all, and how each would be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.addresses import web_address
from digest.audience import Audience, Filters
from digest.importance import importance
from digest.issue import Placed
from digest.material import Due, Entry, Version
from digest.typography import clean
from digest.week import Week, local

CALLS = frozenset({"grant_call", "statement_request"})
# After the reader's own language: the other national language, then those most can read.
_READABLE = ("fi", "sv", "en", "se")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What one letter asks of a story; `already_sent`, `late` and `picks` are story ids."""

    audience: Audience
    week: Week
    language: str
    already_sent: Collection[str]
    late: Collection[str]
    picks: Sequence[str]


def candidate(entry: Entry, occasions: Sequence[Due], frame: Frame) -> Placed | str:
    """The story as this letter would show it, or the reason why it is left out."""
    versions = {code: version for code, version in entry.versions.items() if _is_readable(version)}
    if not versions:
        return "it has no title and safe address in any language"
    outside = _outside(entry, frame)
    if outside:
        return outside
    coming = tuple(due for due in occasions if is_coming(due, frame.week.end))
    order = sorted(versions, key=lambda code: _preference(code, frame.language))
    due = _main(coming, entry)
    return Placed(
        entry=entry,
        language=order[0],
        version=versions[order[0]],
        others={code: versions[code] for code in order[1:]},
        importance=importance(entry, coming, language=frame.language, at=frame.week.end),
        due=due,
        more_due=tuple(other for other in coming if other is not due),
    )


def by_story(occasions: Iterable[Due]) -> Mapping[str, tuple[Due, ...]]:
    """Occasions by story, each once and by date."""
    found = defaultdict[str, dict[object, Due]](dict)
    for due in sorted(occasions, key=_by_date):
        found[due.story_id].setdefault((due.kind, due.starts_at, due.ends_at), due)
    return {story_id: tuple(dues.values()) for story_id, dues in found.items()}


def is_coming(due: Due, at: datetime) -> bool:
    """Whether the occasion still lies ahead, or goes on, at that moment."""
    last = max(due.starts_at, due.ends_at or due.starts_at)
    return local(last).date() >= local(at).date() if due.is_all_day else last >= at


def _by_date(due: Due) -> tuple[object, ...]:
    # A place or an end makes the fuller of two equal occasions come first, whatever order they were given in.
    return (due.starts_at, due.kind, due.ends_at is None, due.ends_at or due.starts_at, not due.place, due.place or "")


def _is_readable(version: Version) -> bool:
    return bool(clean(version.title)) and web_address(version.url) is not None


def _outside(entry: Entry, frame: Frame) -> str | None:
    if entry.story_id in frame.already_sent:
        return "it was in an earlier letter"
    if entry.story_id in frame.picks:
        return None
    if entry.published_at not in frame.week and entry.story_id not in frame.late:
        return f"it was published in {Week.of(entry.published_at)}, not in {frame.week}"
    return _filtered(entry, frame.audience.filters)


def _filtered(entry: Entry, filters: Filters) -> str | None:
    if filters.kinds and entry.kind not in filters.kinds:
        return f"the audience does not read {entry.kind}"
    if filters.regions and entry.region not in filters.regions:
        return f"the audience does not read the region {entry.region}"
    if filters.organisation_kinds and entry.organisation_kind not in filters.organisation_kinds:
        return f"the audience does not read organisations of kind {entry.organisation_kind or 'unknown'}"
    return None


def _preference(code: str, language: str) -> tuple[bool, int, str]:
    return code != language, _READABLE.index(code) if code in _READABLE else len(_READABLE), code


def _main(coming: Sequence[Due], entry: Entry) -> Due | None:
    # A call lives by its deadline; anything else with an event is about the event, and its deadline is a detail.
    wanted = "deadline" if entry.kind in CALLS else "event"
    fallback = None if entry.kind in CALLS or not coming else coming[0]
    return next((due for due in coming if due.kind == wanted), fallback)
