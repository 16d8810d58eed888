"""Days as a text writes them: "12.–13.11.2026", "den 30 november–1 december", "tänään 31.8.", "lokakuun loppuun".

A grammar, not a calendar: years may be missing and a weekday may contradict; `resolved_days` puts them on one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from stories.calendar_words import month_number, weekday_number
from stories.date_forms import (
    ATTRIBUTED_AFTER,
    BARE_WEEKDAY,
    COUNTED_AFTER,
    COUNTED_BEFORE,
    DATE_COMPANY_AFTER,
    DATE_COMPANY_BEFORE,
    DAY_HINTS,
    DAY_MONTH,
    DAY_NUMBER,
    DIGIT,
    END_HINTS,
    ISO,
    ISO_SIGN,
    LIST_AFTER,
    LIST_BETWEEN,
    MONTH_DAY,
    MONTH_END,
    MONTH_HINTS,
    MONTH_NUMBER,
    NEARNESS,
    NO_DATE_AFTER,
    NO_DATE_BEFORE,
    NUMERIC,
    NUMERIC_SIGN,
    OFFSETS,
    OPENING_WEEKDAY,
    PLACE_BEFORE,
    RELATIVE,
    SLASH,
    UP_TO_AFTER,
    WEEK_SIGNS,
    WEEKDAY_AFTER,
    WEEKDAY_BEFORE,
)
from stories.relative_days import Away, relative_days


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the year as written; `year` is None where the text leaves it to the reader."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """One date expression of a sentence: its span, its days (two for a range, more for a list), its weekday.

    `day_offset` is set for "tänään" (0) and its like; an expression without days is a weekday alone, `nearness`
    then says which one (-1 the last, 0 by the verb, 1 the next, ±2 that of the next or last week). `attributive` is a
    weekday that describes a noun ("torstain kokous"). `vague` is a month's end. `away` counts from the day told before.
    """

    start: int
    end: int
    days: tuple[Day, ...] = ()
    ranged: bool = False
    weekday: int | None = None
    last_weekday: int | None = None
    day_offset: int | None = None
    nearness: int = 0
    attributive: bool = False
    vague: bool = False
    away: Away | None = None


def date_expressions(sentence: str) -> tuple[Expression, ...]:
    """Every date expression of a sentence, in order, none overlapping another.

    >>> found = date_expressions("Ti 12.–13.11. ja fredagen den 9 oktober")
    >>> [(one.days[0].day, one.days[-1].day, one.weekday) for one in found]
    [(12, 13, 1), (9, 9, 4)]
    """
    found = sorted(_candidates(sentence), key=lambda e: (e.start, -e.end))
    kept: list[Expression] = []
    for expression in found:
        if not kept or expression.start >= kept[-1].end:
            kept.append(expression)
    dated = [_with_weekday(sentence, e) if e.days else e for e in kept]
    return tuple(_listed_together(_without_shadows(dated, sentence), sentence))


def _candidates(sentence: str) -> Iterator[Expression]:
    lower = sentence.lower()
    for form in _forms_worth_trying(lower):
        for hit in form.finditer(sentence):
            expression = _dated(sentence, hit)
            if expression:
                yield expression
    for hit in MONTH_END.finditer(sentence) if _has(lower, END_HINTS) else ():
        yield _month_end(hit)
    for start, end, away in relative_days(sentence):
        yield Expression(start=start, end=end, away=away)
    opening = OPENING_WEEKDAY.match(sentence)
    if opening:
        yield Expression(start=0, end=opening.end("day"), weekday=weekday_number(opening["day"]))
    if _has(lower, DAY_HINTS):
        yield from _days_without_a_date(sentence)


def _forms_worth_trying(lower: str) -> tuple[re.Pattern[str], ...]:
    """The forms that a sentence can hold at all: most sentences have no digit, no dot in a number, no month's name."""
    if not DIGIT.search(lower):
        return ()
    signs = (NUMERIC_SIGN.search(lower), ISO_SIGN.search(lower), "/" in lower)
    plain = tuple(form for form, sign in zip((NUMERIC, ISO, SLASH), signs, strict=True) if sign)
    return (*plain, DAY_MONTH, MONTH_DAY) if _has(lower, MONTH_HINTS) else plain


def _has(lower: str, hints: tuple[str, ...]) -> bool:
    return any(map(lower.__contains__, hints))


def _days_without_a_date(sentence: str) -> Iterator[Expression]:
    for hit in RELATIVE.finditer(sentence):
        yield Expression(start=hit.start(), end=hit.end(), day_offset=OFFSETS[hit[0].lower()])
    for hit in BARE_WEEKDAY.finditer(sentence):
        attributive = _describes(sentence, hit)
        if (attributive or _names_a_day(sentence, hit)) and not _is_of_every_month(sentence, hit):
            near = NEARNESS.get((hit["near"] or "").lower(), 0)
            near = -1 if _is_past_swedish(hit) else near
            near = 2 * WEEK_SIGNS[hit["week"].split()[-2].lower()] if hit["week"] else near
            weekday = weekday_number(hit["day"])
            yield Expression(start=hit.start(), end=hit.end(), weekday=weekday, nearness=near, attributive=attributive)


def _names_a_day(sentence: str, hit: re.Match[str]) -> bool:
    """Whether a weekday's form says when: "torstaina", "på torsdag", "on Thursday", "torstaihin mennessä"."""
    word = hit["day"].lower()
    if word.endswith(("hin", "kkoon")):
        return UP_TO_AFTER.match(sentence, hit.end()) is not None
    return bool(hit["near"]) or word.endswith(("na", "dagen", "beaivve", "daga"))


def _describes(sentence: str, hit: re.Match[str]) -> bool:
    """Whether a weekday tells which meeting is meant: "torstain kokouksessa", "torsdagens möte"."""
    word = hit["day"].lower()
    plain = word.endswith(("tain", "kon", "dagens")) and not hit["near"]
    return plain and ATTRIBUTED_AFTER.match(sentence, hit.end()) is not None


def _is_of_every_month(sentence: str, hit: re.Match[str]) -> bool:
    """Whether a weekday is counted in its month: "joka kuun ensimmäisenä tiistaina", "torsdagen i sista majveckan"."""
    before = sentence[max(0, hit.start() - 30) : hit.start()]
    return bool(COUNTED_BEFORE.search(before) or COUNTED_AFTER.match(sentence, hit.end()))


def _is_past_swedish(hit: re.Match[str]) -> bool:
    return (hit["near"] or "").lower() == "i" and hit["day"].lower().endswith("s")


def _dated(sentence: str, hit: re.Match[str]) -> Expression | None:
    groups = hit.groupdict()
    if not _is_plausible(sentence, hit, groups):
        return None
    last = _last_day(groups)
    if last is None:
        return None
    days, ranged = _all_days(groups, last)
    inner = weekday_number(groups["w2"]) if groups.get("w2") else None
    start = hit.start("d") if hit.re is SLASH else hit.start()
    return Expression(start=start, end=hit.end(), days=days, ranged=ranged, last_weekday=inner)


def _is_plausible(sentence: str, hit: re.Match[str], groups: dict[str, str | None]) -> bool:
    before, after = sentence[max(0, hit.start() - 24) : hit.start()], sentence[hit.end() : hit.end() + 16]
    if NO_DATE_BEFORE.search(before) or NO_DATE_AFTER.match(after):
        return False
    word = groups.get("w")
    if word and word in {"may", "mar", "dec", "march"}:  # English months are capital; "may 15 people" is a verb
        return False
    if "dot" in groups and not groups["dot"] and not groups["d1"]:
        company = DATE_COMPANY_AFTER.match(after) and before.strip()
        if PLACE_BEFORE.search(before) and LIST_AFTER.match(after):  # "Åbo 14.4, Vasa 16.4 och …"
            return True
        return bool(company or DATE_COMPANY_BEFORE.search(before) or WEEKDAY_BEFORE.search(before))
    if groups.get("m1") and not groups["dot1"] and not groups["dot"]:  # "27.2–1.3", not a score of 2.5–3.5
        descends = (int(groups["d1"] or 0), int(groups["m1"] or 0)) > (int(groups["d"] or 0), int(groups["m"] or 0))
        beside = DATE_COMPANY_AFTER.match(after) and (descends or before.strip())
        return bool(beside or DATE_COMPANY_BEFORE.search(before) or WEEKDAY_BEFORE.search(before))
    return True


def _last_day(groups: dict[str, str | None]) -> Day | None:
    month = month_number(groups["w"] or "") if "w" in groups else int(groups["m"] or 0)
    year = int(groups["y"]) if groups["y"] else None
    if year is not None and year < 100:
        year += 2000
    return Day(month, int(groups["d"] or 0), year) if month else None


def _all_days(groups: dict[str, str | None], last: Day) -> tuple[tuple[Day, ...], bool]:
    """The days of an expression and whether they are the ends of a range."""
    if groups.get("list"):
        return (*_listed(groups["list"] or "", last), last), False
    if not groups.get("d1"):
        return (last,), False
    month = month_number(groups["w1"] or "") if groups.get("w1") else int(groups.get("m1") or last.month)
    year = int(groups["y1"] or 0) if groups.get("y1") else last.year
    first = Day(month or last.month, int(groups["d1"] or 0), year)
    if not groups.get("y1") and year and (first.month, first.day) > (last.month, last.day):
        first = replace(first, year=year - 1)  # "29.12.–2.1.2027" begins the year before
    together = (groups.get("and") or "").lower() in {"", "till", "to", "until"}
    consecutive = first.month == last.month and last.day - first.day == 1
    return (first, last), together or consecutive


def _listed(words: str, last: Day) -> Iterator[Day]:
    for hit in re.finditer(rf"({DAY_NUMBER})(?:\.({MONTH_NUMBER})(?!\d))?", words):
        yield Day(int(hit[2] or last.month), int(hit[1]), last.year)


def _month_end(hit: re.Match[str]) -> Expression:
    month = month_number(hit["w"] or hit["w2"]) or 12
    year = hit["y"] or hit["y2"]
    # Day 31 stands for the last one; `resolved_days` shortens it to the month.
    day = Day(month, 31, int(year) if year else None)
    return Expression(start=hit.start(), end=hit.end(), days=(day,), vague=True)


def _with_weekday(sentence: str, expression: Expression) -> Expression:
    before = WEEKDAY_BEFORE.search(sentence, max(0, expression.start - 40), expression.start)
    if before and not _is_preposition(sentence, before):
        last = weekday_number(before["b"]) if before["b"] else expression.last_weekday
        return replace(expression, start=before.start(), weekday=weekday_number(before["a"]), last_weekday=last)
    after = WEEKDAY_AFTER.match(sentence, expression.end)
    if after and (sentence[after.start("a") - 1] == "(" or len(after["a"]) > 4):
        closing = after.end() + (sentence[after.end() : after.end() + 1] == ")")
        return replace(expression, end=closing, weekday=weekday_number(after["a"]))
    return expression


def _is_preposition(sentence: str, hit: re.Match[str]) -> bool:
    """Whether "to" is the English word between two dates, not "torstai"."""
    return hit["a"].lower() == "to" and bool(
        re.search(r"\d\.?\s$|\b(?:from|up|prior|due)\s.{0,20}$", sentence[: hit.start()])
    )


def _without_shadows(expressions: list[Expression], sentence: str) -> Iterator[Expression]:
    """Drop "tänään" and bare weekdays that only introduce the date right behind them or belong to it."""
    dated = [expression for expression in expressions if expression.days]
    for expression in expressions:
        if expression.days or not any(_introduces(sentence, expression, other) for other in dated):
            yield expression


def _listed_together(expressions: Iterable[Expression], sentence: str) -> Iterator[Expression]:
    """Make one of days that only commas and "and" part, so that they share their verb and their time."""
    held: Expression | None = None
    for expression in expressions:
        if held and _is_list(held, expression, sentence[held.end : expression.start]):
            held = replace(held, end=expression.end, days=held.days + expression.days)
            continue
        if held:
            yield held
        held = expression
    if held:
        yield held


def _is_list(first: Expression, second: Expression, between: str) -> bool:
    plain = first.days and second.days and not (first.ranged or second.ranged or first.vague or second.vague)
    return bool(plain) and LIST_BETWEEN.fullmatch(between) is not None


def _introduces(sentence: str, word: Expression, date: Expression) -> bool:
    if word.start < date.end and date.start < word.end:
        return True
    between = sentence[word.end : date.start]
    return word.end <= date.start <= word.end + 7 and bool(re.fullmatch(r"[\s,(]*(?:den|the|on|eli)?\s?", between))
