"""Days as written put on the calendar: the year from the publication, the neighbours and the weekday."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from stories.date_expressions import Day, Expression
from stories.date_forms import WEEK

Leaning = Literal["past", "future", "open"]
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BY_THE_WEEK = 2  # the nearness of "ensi viikon maanantaina"
_WORKING_WEEK, _DAYS_OF_A_WEEK = 4, 7
_REACH = 6  # years from the publication within which an occasion is told


@dataclass(frozen=True, slots=True)
class Context:
    """What the text tells of its time: its publication day, the days it writes with years, its events' spans.

    `told` are the first and last day of the event told before, from which "dagen innan" counts; `week` is the one
    that the text names by its number.
    """

    published: date | None
    anchors: tuple[date, ...] = ()
    spans: tuple[tuple[date, date], ...] = ()
    told: tuple[date, date] | None = None
    week: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The calendar days of an expression, first and last of a range, and what did not fit."""

    days: tuple[date, ...]
    ranged: bool = False
    notes: tuple[str, ...] = ()


def anchors_of(expressions: Iterable[Expression]) -> tuple[date, ...]:
    """The days that are written with their year."""
    full = (day for expression in expressions for day in expression.days if day.year)
    return tuple(found for day in full if day.year and (found := _date(day.year, day, vague=False)))


def resolved_days(expression: Expression, context: Context, leaning: Leaning) -> Resolved | None:
    """The days that an expression names; None where the calendar has none or nothing tells the year.

    `leaning` is where the sentence's verb points when the text leaves the year, or the week, to its reader.
    """
    if expression.away is not None and not expression.days:
        return Resolved((expression.away.of(*context.told),)) if context.told else None
    if expression.day_offset is not None and not expression.days:
        return _counted(context, expression.day_offset)
    if not expression.days:
        return _nearest_weekday(expression, context, leaning)
    year = expression.days[-1].year or _year_of(expression, context, leaning)
    if year is None or (context.published and abs(year - context.published.year) > _REACH):
        return None
    dates = [_date(day.year or year, day, vague=expression.vague) for day in expression.days]
    if any(found is None for found in dates):
        return None
    days = tuple(found for found in dates if found)
    if expression.ranged and days[0] > days[-1]:  # "29.12.–2.1." crosses the year's end
        first = _date(days[0].year - 1, expression.days[0], vague=False)
        days = (first, days[-1]) if first else days
    return Resolved(days, expression.ranged, _contradiction(expression, days))


def week_told(text: str, published: date | None) -> tuple[date, date] | None:
    """Monday and Sunday of the one ISO week that a text names ("viikolla 41"), in the year nearest its publication."""
    numbers = {int(hit["n"]) for hit in WEEK.finditer(text)}
    if published is None or len(numbers) != 1 or not 1 <= (number := numbers.pop()) <= 53:
        return None
    mondays = [found for year in range(published.year - 1, published.year + 2) if (found := _monday(year, number))]
    monday = min(mondays, key=lambda day: abs((day - published).days), default=None)
    return (monday, monday + timedelta(days=6)) if monday else None


def week_of(expressions: Iterable[Expression], context: Context) -> tuple[date, date] | None:
    """First and last day of the one span of a working week or a week that a text names ("veckan 6–12 oktober")."""
    ranges = (resolved_days(one, context, "open") for one in expressions if one.ranged and one.days)
    spans = {(found.days[0], found.days[-1]) for found in ranges if found}
    weeks = [(first, last) for first, last in spans if _WORKING_WEEK <= (last - first).days < _DAYS_OF_A_WEEK]
    return weeks[0] if len(weeks) == 1 else None


def _monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def _counted(context: Context, offset: int) -> Resolved | None:
    return Resolved((context.published + timedelta(days=offset),)) if context.published else None


def _nearest_weekday(expression: Expression, context: Context, leaning: Leaning) -> Resolved | None:
    if context.published is None or expression.weekday is None:
        return None
    if expression.nearness == 0:
        within = _within(expression.weekday, context.spans or ((context.week,) if context.week else ()))
        if within:
            return Resolved((within,))
    if abs(expression.nearness) == _BY_THE_WEEK:
        monday = context.published - timedelta(days=context.published.weekday())
        return Resolved((monday + timedelta(days=expression.weekday + 7 * (expression.nearness // 2)),))
    ahead = (expression.weekday - context.published.weekday()) % 7
    backwards = expression.nearness < 0 or (expression.nearness == 0 and leaning == "past")
    if backwards and (ahead or expression.nearness < 0):
        return Resolved((context.published + timedelta(days=ahead - 7),))
    # "ensi torstaina" told on a Thursday is a week away.
    return Resolved((context.published + timedelta(days=ahead or (7 if expression.nearness > 0 else 0)),))


def _within(weekday: int, spans: Sequence[tuple[date, date]]) -> date | None:
    """The one such weekday of a text's short events of several days: "lauantaina" of a festival on 14.–15.8."""
    days = {first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)}
    fitting = [day for day in days if day.weekday() == weekday]
    return fitting[0] if len(fitting) == 1 else None


def _year_of(expression: Expression, context: Context, leaning: Leaning) -> int | None:
    last = expression.days[-1]
    pairs = ((anchor.month, anchor.day) for anchor in context.anchors)
    if (last.month, last.day) in pairs:
        return next(a.year for a in reversed(context.anchors) if (a.month, a.day) == (last.month, last.day))
    origin = context.published or (context.anchors[0] if context.anchors else None)
    if origin is None:
        return None
    candidates = [
        found for shift in (-1, 0, 1, 2) if (found := _date(origin.year + shift, last, vague=expression.vague))
    ]
    if not candidates:
        return None
    return min(candidates, key=lambda day: _cost(day, expression, context, origin, leaning)).year


def _cost(day: date, expression: Expression, context: Context, origin: date, leaning: Leaning) -> float:
    """How unlikely a reader is to mean this day: days away, dearer against the verb, cheaper by a fitting weekday."""
    away = (day - origin).days
    cost = float(away if away >= 0 else -away * _PAST_PRICE[leaning])
    if leaning == "past" and away > 0:
        cost = away * 3.0
    weekday = expression.last_weekday if expression.last_weekday is not None else expression.weekday
    if weekday is not None and not (expression.ranged and expression.last_weekday is None):
        cost += 0 if day.weekday() == weekday else 250
    if any(abs((day - anchor).days) <= 60 for anchor in context.anchors):
        cost -= 120
    return cost


_PAST_PRICE: dict[Leaning, float] = {"past": 0.8, "open": 1.5, "future": 6.0}


def _date(year: int, day: Day, *, vague: bool) -> date | None:
    try:
        return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]) if vague else day.day)
    except ValueError:
        return None


def _contradiction(expression: Expression, days: Sequence[date]) -> tuple[str, ...]:
    told = ((expression.weekday, days[0]), (expression.last_weekday, days[-1]))
    if expression.ranged and expression.last_weekday is None and expression.weekday in {day.weekday() for day in days}:
        return ()  # "perjantaista sunnuntaihin 9.–11.10." names the last day's
    return tuple(
        f"weekday contradicts: {day.isoformat()} is a {WEEKDAY_NAMES[day.weekday()]}, "
        f"the text says {WEEKDAY_NAMES[weekday]}"
        for weekday, day in told
        if weekday is not None and day.weekday() != weekday
    )
