"""Which of a page's dates is its publication: told for machines, printed on a line, or given by the listing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from lxml import etree

from sources.markup import text_in
from sources.metadata import Head
from sources.phrases import RELEASE
from sources.platforms import date_spots, modified_spots
from stories.dates import HELSINKI, Moment, published_line, read_moment
from stories.model import Item

_FINE = {"second": 3, "minute": 2, "day": 1, "month": 0, "none": -1}
_CHANGED = re.compile(r"(?:muokat|päivit|uppdat|ändra|updated|modified)[^|]{0,40}$", re.IGNORECASE)
_BARE = "a line of its own"  # what `published_line` says of a date without a cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dates of one page, the number of its release, and where each was read."""

    published: Moment | None = None
    modified: Moment | None = None
    release: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """The moments in the spots that publishing systems keep for dates, and in time elements with their words."""

    published: tuple[Moment, ...] = ()
    modified: tuple[Moment, ...] = ()
    times: tuple[tuple[str, Moment], ...] = ()


def spots_of(root: etree._Element) -> Spots:
    """The dated spots of a whole page; read before anything is cut from it."""
    times = [
        (text_in(element), moment) for element in islice(root.iter("time"), 12) if (moment := _element_moment(element))
    ]
    return Spots(
        published=tuple(moment for element in date_spots(root)[:5] if (moment := _element_moment(element))),
        modified=tuple(moment for element in modified_spots(root)[:3] if (moment := _element_moment(element))),
        times=tuple((text, moment) for text, moment in times if text),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    moment: Moment
    evidence: str


def dates_of(
    head: Head, spots: Spots, dated: Sequence[str], below: Sequence[str], *, item: Item | None, now: datetime
) -> Dates:
    """The dates of a page: what is printed with a cue ("Julkaistu", "Publicerad"), told for machines, or the listing's.

    A finer one of the same day wins over a coarser; a date alone on a line is a guess, and the listing's wins over it.
    """
    lines = list(dict.fromkeys(line for text in dated for line in text.split("\n")))
    printed, guessed, changed = _printed(lines, [*below])
    declared = _Found(head.published, "; ".join(head.evidence)) if head.published else None
    spot = _spot(spots, dated)
    listed = _listed(item)
    candidates = [printed, declared, spot, listed, guessed]
    if guessed and declared and _is_doubtful(declared.moment, guessed.moment, listed):
        candidates = [guessed, declared, spot, listed]
    published = _chosen([found for found in candidates if found and found.moment.at <= now + timedelta(days=2)])
    modified = _modified(head, spots, changed, published)
    return Dates(
        published=published.moment if published else None,
        modified=modified,
        release=_release(lines),
        evidence=(published.evidence,) if published else (),
    )


def _is_doubtful(declared: Moment, guessed: Moment, listed: _Found | None) -> bool:
    """Whether what is told for machines loses to a date that readers see by itself over the text: templates repeat
    one day on all pages, and moved sites tell the day of the move. The listing's word settles it."""
    if listed is not None:
        return _day(listed.moment) == _day(guessed)
    return _day(declared) != _day(guessed)


def with_moment(dates: Dates, moment: Moment | None) -> Dates:
    """Dates with a publication that the data for a page's scripts tells, where nothing else does."""
    if dates.published is not None or moment is None:
        return dates
    return replace(dates, published=moment, evidence=(f"the page's data: {moment.text}",))


def _printed(lines: list[str], below: list[str]) -> tuple[_Found | None, _Found | None, Moment | None]:
    """With a cue, without one, and of the last change."""
    published, changed, told = published_line(lines)
    evidence = tuple(dict.fromkeys(told))
    if published is None or changed is None:
        late, late_changed, late_evidence = published_line(below)
        changed = changed or late_changed
        if published is None and late and not late_evidence[-1].startswith(_BARE):
            return _Found(late, f"printed: {late_evidence[0]}"), None, changed
    if published is None:
        return None, None, changed
    if evidence and evidence[-1].startswith(_BARE):
        return None, _Found(published, f"printed on {evidence[-1]}"), changed
    return _Found(published, f"printed: {'; '.join(evidence)}"), None, changed


def _spot(spots: Spots, dated: Sequence[str]) -> _Found | None:
    """A date in the spot that the page's system keeps for it, or a time element on a publication line."""
    if spots.published:
        return _Found(spots.published[0], f"the system's place for the date: {spots.published[0].text}")
    printed = " | ".join(dated)
    for text, moment in spots.times:
        if text in printed and not _CHANGED.search(printed.split(text)[0]):
            return _Found(moment, f"time element: {moment.text}")
    return None


def _element_moment(element: etree._Element) -> Moment | None:
    spot = element.get("datetime") or element.get("content") or text_in(element)
    return read_moment(spot[:60]) if spot else None


def _listed(item: Item | None) -> _Found | None:
    if item is None or item.published_at is None:
        return None
    precision = item.precision if item.precision != "none" else "minute"
    return _Found(Moment(at=item.published_at, precision=precision, text=item.published_at.isoformat()), "the listing")


def _chosen(found: Sequence[_Found]) -> _Found | None:
    """The first by trust, made finer by another of the same day."""
    if not found:
        return None
    first = found[0]
    same_day = [other for other in found if _day(other.moment) == _day(first.moment)]
    return max(same_day, key=lambda other: (min(_FINE[other.moment.precision], 2), -same_day.index(other)))


def _day(moment: Moment) -> tuple[int, ...]:
    local = moment.at.astimezone(HELSINKI)
    return (local.year, local.month, local.day)


def _modified(head: Head, spots: Spots, changed: Moment | None, published: _Found | None) -> Moment | None:
    found = [moment for moment in (changed, head.modified, *spots.modified) if moment is not None]
    first = found[0] if found else None
    if first is None or (published is not None and _is_before(first, published.moment)):
        return None
    finer = [moment for moment in found if _day(moment) == _day(first)]
    finest = max(finer, key=lambda moment: _FINE[moment.precision])
    return None if published is not None and _is_same(finest, published.moment) else finest


def _is_before(changed: Moment, published: Moment) -> bool:
    return _day(changed) < _day(published) or (changed.at < published.at and _FINE[changed.precision] > 1)


def _is_same(changed: Moment, published: Moment) -> bool:
    """Whether a change is told for the moment of publication: systems fill in both at once."""
    if min(_FINE[changed.precision], _FINE[published.precision]) < _FINE["minute"]:
        return _day(changed) == _day(published)
    return abs(changed.at - published.at) < timedelta(minutes=1)


def _release(lines: Sequence[str]) -> str | None:
    found = next((hit for line in lines if (hit := RELEASE.search(line[:300]))), None)
    return re.sub(r"\s", "", found["number"]) if found else None
