"""Dates and times as Finnish and Swedish write them in Finland: "ma 23.11. klo 9.00", "mån 23.11 kl. 9.00"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from digest.material import Due
from digest.phrases import Phrases
from digest.week import Week, local


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One end of a span on a Finnish clock; `clock` is empty for an all-day one."""

    weekday: str
    day: str
    clock: str
    on: date

    @property
    def text(self) -> str:
        return " ".join(part for part in (self.weekday, self.day, self.clock) if part)


def moment(instant: datetime, words: Phrases, *, year: int, all_day: bool = False) -> Moment:
    """The instant in the edition's words; the year is written only when it is not `year`."""
    here = local(instant)
    clock = "" if all_day else f"{words.dates['clock']} {hours(here)}"
    weekday = words.weekdays[here.weekday()]
    return Moment(weekday=weekday, day=day(here.date(), words, year=year), clock=clock, on=here.date())


def day(on: date, words: Phrases, *, year: int) -> str:
    """A date without its weekday: "23.11.", "23.11", with the year when it is not `year`."""
    return words.dates["day" if on.year == year else "day_year"].format(day=on.day, month=on.month, year=on.year)


def hours(instant: datetime) -> str:
    """A time of day on a Finnish clock.

    >>> from datetime import UTC
    >>> hours(datetime(2026, 11, 23, 7, 5, tzinfo=UTC))
    '9.05'
    """
    here = local(instant)
    return f"{here.hour}.{here.minute:02d}"


def span(due: Due, words: Phrases, *, year: int) -> str:
    """When an occasion is, from beginning to end: "ma 23.11. klo 9.00–15.30", "ma 23.11.–ke 25.11."."""
    start = moment(due.starts_at, words, year=year, all_day=due.is_all_day)
    if due.ends_at is None or due.ends_at <= due.starts_at:
        return start.text
    end = moment(due.ends_at, words, year=year, all_day=due.is_all_day)
    if end.on == start.on:
        return start.text if due.is_all_day else f"{start.text}–{hours(due.ends_at)}"
    return f"{start.text}–{end.text}" if due.is_all_day else f"{start.text} – {end.text}"


def week_span(week: Week, words: Phrases) -> str:
    """The week's days with the year: "16.–22.11.2026", "16–22.11.2026", "28.12.2026–3.1.2027"."""
    monday, sunday = week.monday, week.sunday
    last = words.dates["day_year"].format(day=sunday.day, month=sunday.month, year=sunday.year)
    if monday.year != sunday.year:
        return f"{words.dates['day_year'].format(day=monday.day, month=monday.month, year=monday.year)}–{last}"
    if monday.month != sunday.month:
        return f"{words.dates['day'].format(day=monday.day, month=monday.month)}–{last}"
    return f"{words.dates['day_only'].format(day=monday.day)}–{last}"
