"""Which of the stories offered may be in a letter at all, and how each would be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.addresses import web_address
from digest.audience import Audience, Filters
from digest.editions import tongues
from digest.importance import importance
from digest.issue import Placed
from digest.material import Due, Entry, Pick, Version
from digest.timing import Timing
from digest.typography import clean
from digest.updates import Update, update
from digest.week import Week, local

CALLS = frozenset({"grant_call", "statement_request"})
# After the reader's own language: the other national language, then those most can read.
_READABLE = ("fi", "sv", "en", "se")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What one letter asks of a story; `told` and `picks` go by story id, `timing` knows when letters close."""

    audience: Audience
    language: str
    timing: Timing
    told: Mapping[str, Week]
    picks: Mapping[str, Pick]

    @property
    def week(self) -> Week:
        return self.timing.week


def candidate(entry: Entry, occasions: Sequence[Due], frame: Frame) -> Placed | str:
    """The story as this letter would show it, or the reason why it is left out."""
    coming, cancelled = _ahead(occasions, frame)
    news = _news(entry, frame)
    outside = _unreadable(entry) or _outside(entry, coming, frame, news)
    return outside or _placed(entry, coming, cancelled, frame, news)


def standing(entry: Entry, occasions: Sequence[Due], frame: Frame) -> Placed | None:
    """The story with its coming occasions, whenever it was published and told; None when it is not the audience's."""
    if _unreadable(entry) or _filtered(entry, frame.audience.filters):
        return None
    return _placed(entry, *_ahead(occasions, frame), frame, None)


def _ahead(occasions: Sequence[Due], frame: Frame) -> tuple[tuple[Due, ...], tuple[Due, ...]]:
    """The occasions that lie ahead: those that are told, and those that no longer are."""
    coming = tuple(due for due in occasions if is_coming(due, frame.week.end))
    return tuple(due for due in coming if not due.is_cancelled), tuple(due for due in coming if due.is_cancelled)


def _unreadable(entry: Entry) -> str | None:
    if any(_is_readable(version) for version in entry.versions.values()):
        return None
    return "it has no title and safe address in any language"


def _placed(
    entry: Entry, coming: Sequence[Due], cancelled: tuple[Due, ...], frame: Frame, news: Update | None
) -> Placed:
    versions = {code: version for code, version in entry.versions.items() if _is_readable(version)}
    spoken = tongues(frame.language)
    order = sorted(versions, key=lambda code: _preference(code, spoken))
    due, pick = _main(coming, entry), frame.picks.get(entry.story_id)
    return Placed(
        entry=entry,
        language=order[0],
        version=versions[order[0]],
        others={code: versions[code] for code in order[1:]},
        importance=importance(entry, coming, language=frame.language, at=frame.week.end, news=news),
        due=due,
        more_due=tuple(other for other in coming if other is not due),
        cancelled=cancelled,
        update=news,
        is_late=frame.timing.is_late(entry, is_open=_is_open(coming)),
        is_picked=pick is not None,
        blurbs={} if pick is None else pick.blurbs,
    )


def by_story(occasions: Iterable[Due]) -> Mapping[str, tuple[Due, ...]]:
    """Occasions by story, each once and by date."""
    found = defaultdict[str, dict[object, Due]](dict)
    for due in sorted(occasions, key=_by_date):
        found[due.story_id].setdefault((due.is_cancelled, due.kind, due.starts_at, due.ends_at), due)
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


def _news(entry: Entry, frame: Frame) -> Update | None:
    """What is new in a story that an earlier letter told."""
    week = frame.told.get(entry.story_id)
    if week is None:
        return None
    timing = frame.timing
    return update(
        entry,
        told_at=timing.told_at(entry, week),
        until=timing.closes_at,
        languages=tongues(frame.language),
    )


def _outside(entry: Entry, coming: Sequence[Due], frame: Frame, news: Update | None) -> str | None:
    if entry.story_id in frame.told and news is None:
        return f"it was in the letter of {frame.told[entry.story_id]}"
    if entry.story_id in frame.picks:
        return None  # an editor knows why
    refusal = None if news else frame.timing.refusal(entry, is_open=_is_open(coming))
    return refusal or _filtered(entry, frame.audience.filters)


def _is_open(coming: Sequence[Due]) -> bool:
    return any(due.kind == "deadline" for due in coming)


def _filtered(entry: Entry, filters: Filters) -> str | None:
    if filters.kinds and entry.kind not in filters.kinds:
        return f"the audience does not read {entry.kind}"
    regions = entry.regions or (entry.region,)
    if filters.regions and not {*regions, entry.region} & {*filters.regions}:
        return f"the audience does not read the region {', '.join(regions)}"
    if filters.topics and not {*entry.topics} & {*filters.topics}:
        return f"the audience does not read its topics: {', '.join(entry.topics) or 'none was recognised'}"
    if filters.organisation_kinds and entry.organisation_kind not in filters.organisation_kinds:
        return f"the audience does not read organisations of kind {entry.organisation_kind or 'unknown'}"
    return None


def _preference(code: str, spoken: Sequence[str]) -> tuple[int, int, str]:
    own = spoken.index(code) if code in spoken else len(spoken)
    return own, _READABLE.index(code) if code in _READABLE else len(_READABLE), code


def _main(coming: Sequence[Due], entry: Entry) -> Due | None:
    # A call lives by its deadline; anything else with an event is about the event, and its deadline is a detail.
    wanted = "deadline" if entry.kind in CALLS else "event"
    fallback = None if entry.kind in CALLS or not coming else coming[0]
    return next((due for due in coming if due.kind == wanted), fallback)
