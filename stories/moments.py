"""Dates as people and machines write them in Finland, read into instants.

A date without a zone is Finnish local time; a local time that the clock skips in March is moved an hour on, and one
that comes twice in October is the first of the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from stories.calendar_words import MONTH, MONTH_SIGNS, ZONES, month_number
from stories.model import Precision

HELSINKI = ZoneInfo("Europe/Helsinki")
YEARS = range(1990, 2101)
_LONGEST = 2_000  # a short string is asked for; more than this is a whole page by mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant read from a text: `at` in UTC, how exactly it was written, and the words themselves."""

    at: datetime
    precision: Precision
    text: str


@dataclass(frozen=True, slots=True)
class _Day:
    """A calendar day found in a text, not yet checked; `end` is where its words end."""

    year: int
    month: int
    day: int
    start: int
    end: int


_FLAGS = re.IGNORECASE
_YEAR = r"(?P<y>\d{4}|\d{2}(?![\d.:]))"
_FORMS = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        r"(?<![\d.,/-])(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?=T\d{4})",
        r"(?<![\d.,/-])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d{2}(?![\d.:%]))(?!\d)",
        r"(?<![\d.,/-])(?P<d>\d{1,2})(?P<s>[/-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})(?!\d)",
        rf"(?<![\d.,:])(?P<d>\d{{1,2}})(?:\.|:?e|:a|st|nd|rd|th)?(?:\s|-|of\s){{1,3}}(?P<w>{MONTH})(?:[\s,-]|of\s){{1,3}}{_YEAR}(?!\d)",
        rf"(?<![^\W\d_])(?P<w>{MONTH})\s{{1,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?(?:\s(?:b\.|beai\w{{0,6}}))?,?\s{{1,2}}(?P<y>\d{{4}})(?!\d)",
    )
)
# "Tue Nov 17 09:00:00 EET 2026": what C's asctime and date(1) print.
_ASCTIME = re.compile(
    rf"(?<![^\W\d_])(?P<w>{MONTH})\s{{1,2}}(?P<d>\d{{1,2}})\s"
    r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)\s(?:(?P<zone>[A-Z]{2,5}|[+-]\d{4})\s)?(?P<y>\d{4})(?!\d)",
    _FLAGS,
)
_MONTH_ONLY = re.compile(
    rf"(?<![^\W\d_])(?:(?P<w>{MONTH})\s(?P<y>\d{{4}})|(?<![\d-])(?P<i>\d{{4}}-\d{{2}}))(?![\d-])", _FLAGS
)
# What a text needs for these forms to fit at all; most texts that are asked for a date have none of it.
_DIGIT, _LONG_YEAR = re.compile(r"\d"), re.compile(r"\d{4}")
_FORMS_FOR: Mapping[tuple[bool, bool], Sequence[re.Pattern[str]]] = {  # by: a month's name, a year of four digits
    (True, True): _FORMS,
    (True, False): (_FORMS[2], _FORMS[4]),
    (False, True): _FORMS[:4],
    (False, False): (_FORMS[2],),
}
_CLOCK = re.compile(
    r"(?P<gap>T|[\s,|·()–-]{0,5}?(?P<cue>klo|kello|klockan|kl\.?|at|dii\.?)?\s{0,2})"
    r"(?P<h>\d{1,2})(?:(?P<sep>[.:])?(?P<min>\d{2})(?:[.:]?(?P<sec>\d{2})(?:[.,]\d{1,9})?)?)?(?!\d|[.:]\d)"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?",
    _FLAGS,
)
_BEFORE = re.compile(
    r"(?<![\d.])(?:(?:klo|kello|kl\.?)\s?(?P<h>\d{1,2})[.:](?P<min>\d{2})|(?P<h2>\d{1,2}):(?P<min2>\d{2}))[\s,|·–-]{1,4}$",
    _FLAGS,
)
_ZONE = re.compile(r"\s?(?:\(?(?P<name>[A-Z]{1,4})\b)?\s?(?P<offset>[+-]\d{1,2}(?::?\d{2})?(?!\d))?", _FLAGS)


def read_moment(text: str) -> Moment | None:
    """The first date of a short string, with its time and zone where written.

    None when there is no date, when the first one does not exist (31.2.) or its year is outside 1990–2100.

    >>> read_moment("Julkaistu 24.5.2019 klo 12.01").at.isoformat(), read_moment("31.2.2026")
    ('2019-05-24T09:01:00+00:00', None)
    """
    text = text[:_LONGEST]
    if not _DIGIT.search(text):
        return None
    found = list(_readings(text))
    if not found:
        return None
    _, moment = min(found, key=lambda reading: reading[0])
    return moment


_Reading = tuple[int, Moment | None]


def _readings(text: str) -> Iterator[_Reading]:
    """What each reader reads that can read anything here: some need a month's name, most a year of four digits."""
    small = text.casefold()
    has_month = any(sign in small for sign in MONTH_SIGNS)
    has_year = _LONG_YEAR.search(text) is not None
    if has_month and has_year and (reading := _read_asctime(text)):
        yield reading
    if reading := _read_day(text, _FORMS_FOR[has_month, has_year]):
        yield reading
    if has_year and (has_month or "-" in text) and (reading := _read_month(text)):
        yield reading


def _read_day(text: str, forms: Sequence[re.Pattern[str]]) -> _Reading | None:
    hits = [hit for form in forms if (hit := form.search(text))]
    if not hits:
        return None
    first = min(hits, key=lambda hit: (hit.start(), -hit.end()))
    return first.start(), _moment_of(text, _day_of(first))


def _read_asctime(text: str) -> _Reading | None:
    hit = _ASCTIME.search(text)
    if hit is None:
        return None
    day = _day_of(hit)
    clock = _CLOCK.match(hit["clock"])
    zone = _named_zone(hit["zone"]) or HELSINKI
    # One before its own start, so that it wins over the bare "17 09" readings inside it.
    return hit.start() - 1, _instant(day, _clock_values(clock), zone, hit[0])


def _read_month(text: str) -> _Reading | None:
    hit = _MONTH_ONLY.search(text)
    if hit is None:
        return None
    year, month = (int(hit["y"]), month_number(hit["w"])) if hit["w"] else map(int, hit["i"].split("-"))
    first = _local(_Day(year, month or 0, 1, hit.start(), hit.end()), (0, 0, 0), HELSINKI)
    # A full date that covers the month ("17 november 2026") begins earlier and wins.
    return hit.start(), Moment(at=first, precision="month", text=hit[0]) if first else None


def _day_of(hit: re.Match[str]) -> _Day:
    groups = hit.groupdict()
    month = month_number(groups["w"]) or 0 if groups.get("w") else int(groups["m"])
    day, year = int(groups["d"]), int(groups["y"])
    if groups.get("s") == "/" and month > 12 >= day:  # 12/31/2026 can only be American
        day, month = month, day
    if len(groups["y"]) == 2:
        year += 1900 if year >= 90 else 2000
    return _Day(year, month, day, hit.start(), hit.end())


def _moment_of(text: str, day: _Day) -> Moment | None:
    hit = _CLOCK.match(text, day.end)
    clock = _clock_values(hit)
    if hit and clock:
        zone, end = _zone_at(text, hit.end(), iso=text[day.start : day.start + 4].isdigit())
        return _instant(day, clock, zone, text[day.start : end])
    before = _BEFORE.search(text, max(0, day.start - 20), day.start)
    if before:
        early = (int(before["h"] or before["h2"]), int(before["min"] or before["min2"]), None)
        return _instant(day, early, HELSINKI, text[before.start() : day.end])
    return _instant(day, None, HELSINKI, text[day.start : day.end])


_Clock = tuple[int, int, int | None]


def _clock_values(hit: re.Match[str] | None) -> _Clock | None:
    """Hour, minute and second (None when not written); None for no time, or one that no clock shows."""
    if hit is None or not _is_time(hit):
        return None
    hour, minute = int(hit["h"]), int(hit["min"] or 0)
    second = int(hit["sec"]) if hit["sec"] else None
    if hit["half"]:
        hour = hour % 12 + (12 if hit["half"].lower() == "p" else 0)
    fits = minute < 60 and (second or 0) <= 60 and (hour < 24 or (hour, minute, second or 0) == (24, 0, 0))
    return (hour, minute, second) if fits else None


def _is_time(hit: re.Match[str]) -> bool:
    """Whether digits after a date are a time: a bare "9" needs "klo" before it or "am" behind it."""
    if hit["cue"] or hit["half"]:
        return bool(hit["sep"]) or not hit["min"]
    return bool(hit["min"] and (hit["sep"] or hit["gap"] == "T"))


def _zone_at(text: str, position: int, *, iso: bool) -> tuple[tzinfo, int]:
    """The zone written after a time and where it ends; Finnish time when none is.

    Behind a Finnish date "13-15" and "9:00-11:00" are ranges; only an ISO date takes such an offset.
    """
    hit = _ZONE.match(text, position)
    if hit is None:
        return HELSINKI, position
    named = _named_zone(hit["name"])
    if hit["offset"] and (named or (not hit["name"] and (iso or re.fullmatch(r"[+-]\d{4}", hit["offset"])))):
        return _offset_zone(hit["offset"]) or HELSINKI, hit.end()
    return (named, hit.end("name")) if named else (HELSINKI, position)


def _named_zone(name: str | None) -> tzinfo | None:
    if name and name[0] in "+-":
        return _offset_zone(name)
    hours = ZONES.get((name or "").lower())
    return None if hours is None else timezone(timedelta(hours=hours))


def _offset_zone(offset: str) -> tzinfo | None:
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        return None
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def _instant(day: _Day, clock: _Clock | None, zone: tzinfo, text: str) -> Moment | None:
    hour, minute, second = clock or (0, 0, None)
    at = _local(day, (hour, minute, second or 0), zone)
    if at is None:
        return None
    precision: Precision = "day" if clock is None else "minute" if second is None else "second"
    return Moment(at=at, precision=precision, text=text.strip(" ,|("))


def _local(day: _Day, clock: tuple[int, int, int], zone: tzinfo) -> datetime | None:
    """The UTC instant of a wall clock reading in a zone; None for a day that does not exist."""
    if day.year not in YEARS:
        return None
    hour, minute, second = clock
    try:
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    except ValueError:
        return None
    # Wall-clock arithmetic: 24:00 becomes the next day's midnight and a leap second the next minute.
    wall = midnight + timedelta(hours=hour, minutes=minute, seconds=second)
    return wall.astimezone(UTC)
