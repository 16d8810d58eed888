"""Events and deadlines as iCalendar files (RFC 5545): those of an issue, of a story, or one by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import sha256

from icalendar import Calendar, Component, Event, Timezone

from digest.addresses import web_address
from digest.issue import Issue, Placed
from digest.material import Due
from digest.phrases import phrases
from digest.story_view import name_of
from digest.typography import clean, cut
from digest.week import local

# Written out, so that the file does not change when the machine's time zone data does.
_HELSINKI = """BEGIN:VTIMEZONE
TZID:Europe/Helsinki
BEGIN:DAYLIGHT
DTSTART:19960331T030000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:EEST
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T040000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:EET
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
END:STANDARD
END:VTIMEZONE
"""


def icalendar(issue: Issue, *, name: str | None = None) -> str:
    """Every coming occasion of the letter's stories, by date, RFC 5545: same issue, same characters.

    An event without an end has only its start; a deadline is a moment, or a day, that does not make anyone busy.
    `name` is what calendar programs call the file; the audience and the week if not given.
    """
    called = name or f"{issue.audience.names[issue.language]} {issue.week}"
    return _calendar(called, (_of_letter(issue, placed, due) for placed, due in occasions(issue)))


def occasion_calendar(dues: Iterable[Due], *, language: str, name: str = "Kooste") -> str:
    """These occasions, in their order, for readers of Finnish (`fi`) or Swedish (`sv`); nothing depends on the clock.

    An occasion keeps its UID when it moves and raises its SEQUENCE, so that a calendar program that imports the newer
    file changes the entry instead of adding one. The UID is the same in letters, exports and on the desk.
    """
    return _calendar(name, (_of_occasion(due, language) for due in dues))


def occasion_calendars(dues: Iterable[Due], *, language: str) -> Iterator[tuple[str, str]]:
    """Each occasion as a file of its own: its name, such as `2026-12-05-event-1a2b3c4d.ics`, and its characters."""
    for due in dues:
        name = f"{local(due.starts_at).date()}-{due.kind}-{_id(due)[:8]}.ics"
        yield name, occasion_calendar([due], language=language)


def occasions(issue: Issue) -> list[tuple[Placed, Due]]:
    """The coming occasions of the letter's stories, by date, and those that are cancelled."""
    every = ((placed, due) for placed in issue.placed for due in (*placed.occasions, *placed.cancelled))
    return sorted(every, key=lambda pair: (pair[1].starts_at, pair[0].entry.story_id, pair[1].kind))


@cache
def _time_zone() -> Component:
    return Timezone.from_ical(_HELSINKI.replace("\n", "\r\n"))


def _calendar(name: str, entries: Iterable[Iterable[tuple[str, object]]]) -> str:
    calendar = Calendar()
    for key, value in (("prodid", "-//Kooste//Digest//FI"), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(key, value)
    calendar.add("x-wr-calname", clean(name))
    calendar.add_component(_time_zone())
    for properties in entries:
        event = Event()
        for key, told in properties:
            event.add(key, told)
        calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _of_letter(issue: Issue, placed: Placed, due: Due) -> Iterator[tuple[str, object]]:
    address = web_address(due.url.get(placed.language, "")) or web_address(placed.version.url)
    yield "dtstamp", issue.goes_at.astimezone(UTC)
    yield from _told(due, _title(due, placed, issue.language), issue.language)
    yield from _found_at(address, name_of(placed.entry, issue.language), clean(due.quotes.get(issue.language, "")))


def _of_occasion(due: Due, language: str) -> Iterator[tuple[str, object]]:
    stamp = (due.changed_at or due.starts_at).astimezone(UTC)
    yield "dtstamp", stamp
    yield "last-modified", stamp
    yield from _told(due, cut(clean(_preferred(due.title, language)), 180), language)
    address = web_address(_preferred(due.url, language))
    yield from _found_at(
        address, cut(clean(_preferred(due.organisation_name, language)), 120), clean(due.quote_in(language))
    )


def _told(due: Due, title: str, language: str) -> Iterator[tuple[str, object]]:
    """What a calendar shows in either file."""
    words = phrases(language)
    yield "uid", f"{_id(due)}@kooste"
    if due.sequence:
        yield "sequence", due.sequence
    if due.is_cancelled:
        yield "status", "CANCELLED"
    yield "summary", f"{words['deadline_of']}: {title}" if due.kind == "deadline" else title
    yield from _span(due)
    place = clean(due.place_in(language))
    if place or due.is_online:
        yield "location", cut(place, 200) or words["online"]
    yield "categories", [due.kind.upper()]
    yield "transp", "TRANSPARENT" if due.kind == "deadline" or due.is_all_day else "OPAQUE"


def _found_at(address: str | None, publisher: str, quote: str) -> Iterator[tuple[str, object]]:
    if address:
        yield "url", address
        yield "description", "\n".join(filter(None, (quote, publisher, address)))


def _preferred(by_language: Mapping[str, str], language: str) -> str:
    """The reader's language, or the first that there is of Finnish, Swedish, English and Sámi."""
    return next((by_language[code] for code in (language, "fi", "sv", "en", "se") if by_language.get(code)), "")


def _title(due: Due, placed: Placed, language: str) -> str:
    own = due.title.get(language) or due.title.get(placed.language) or placed.version.title
    return cut(clean(own) or clean(placed.version.title), 180)


def _span(due: Due) -> Iterator[tuple[str, date | datetime]]:
    ends = due.ends_at if due.ends_at and due.ends_at > due.starts_at else None
    if due.is_all_day:
        yield "dtstart", local(due.starts_at).date()
        # DTEND is the first day that no longer belongs to the occasion.
        yield "dtend", local(ends or due.starts_at).date() + timedelta(days=1)
        return
    yield "dtstart", local(due.starts_at)
    if ends:
        yield "dtend", local(ends)


def _id(due: Due) -> str:
    """The occasion's own id; one that has none is known by its time, so that a new time makes a new entry."""
    told = f"{due.story_id}\n{due.kind}\n{due.starts_at.timestamp()}"
    return due.occasion_id or sha256(told.encode()).hexdigest()[:32]
