"""The coming events and deadlines of an issue as one iCalendar file."""

from __future__ import annotations

from collections.abc import Iterator
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


def icalendar(issue: Issue) -> str:
    """Every coming occasion of the letter's stories, by date, RFC 5545: same issue, same characters.

    An event without an end has only its start; a deadline is a moment, or a day, that does not make anyone busy.
    """
    calendar = Calendar()
    name = f"{issue.audience.names[issue.language]} {issue.week}"
    for key, value in (("prodid", "-//Kooste//Digest//FI"), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(key, value)
    calendar.add("x-wr-calname", name)
    calendar.add_component(_time_zone())
    for placed, due in occasions(issue):
        calendar.add_component(_event(issue, placed, due))
    return str(calendar.to_ical().decode())


def occasions(issue: Issue) -> list[tuple[Placed, Due]]:
    """The coming occasions of the letter's stories, by date."""
    every = ((placed, due) for placed in issue.placed for due in placed.occasions)
    return sorted(every, key=lambda pair: (pair[1].starts_at, pair[0].entry.story_id, pair[1].kind))


@cache
def _time_zone() -> Component:
    return Timezone.from_ical(_HELSINKI.replace("\n", "\r\n"))


def _event(issue: Issue, placed: Placed, due: Due) -> Event:
    event = Event()
    for key, value in _properties(issue, placed, due):
        event.add(key, value)
    return event


def _properties(issue: Issue, placed: Placed, due: Due) -> Iterator[tuple[str, object]]:
    words = phrases(issue.language)
    title = _title(due, placed, issue.language)
    yield "uid", f"{_uid(due)}@{issue.audience.mail.domain}"
    yield "dtstamp", issue.goes_at.astimezone(UTC)
    yield "summary", f"{words['deadline_of']}: {title}" if due.kind == "deadline" else title
    yield from _span(due)
    place = clean(due.place or "")
    if place or due.is_online:
        yield "location", cut(place, 200) or words["online"]
    address = web_address(due.url.get(placed.language, "")) or web_address(placed.version.url)
    if address:
        yield "url", address
        yield "description", f"{name_of(placed.entry, issue.language)}\n{address}"
    yield "categories", [due.kind.upper()]
    yield "transp", "TRANSPARENT" if due.kind == "deadline" or due.is_all_day else "OPAQUE"


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


def _uid(due: Due) -> str:
    # Nothing tells a moved event from a new one, so a new time makes a new event.
    return sha256(f"{due.story_id}\n{due.kind}\n{due.starts_at.timestamp()}".encode()).hexdigest()[:32]
