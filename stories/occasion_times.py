"""Times of day that stand away from their date: in the next sentence, or as a weekday's habit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from stories.calendar_words import weekday_number
from stories.clock_times import Clock, clock_times
from stories.occasion_cues import spanned
from stories.occasion_findings import Found, Told
from stories.word_classes import word_list

_STARTS = re.compile(
    r"\b(?:alka[av]\w*|aloit\w+|alku|alkaen|käynnisty\w+|pyörähtä\w+|starttaa|ovet|avataan|lähtö|lähde[mt]\w+|lähtee|kokoonnu\w+"
    r"|kokoontu\w+|tavataan|tapaamme|pidetään|järjestetään|aika|kello"
    r"|börjar|startar?|inleds|inleder|kör|dörrarna|går\sfrån|öppnas?|öppnar|avfärd|avgår|avgång|samling|samlas|träffas|möts|ses|hålls|tid|klockan"
    r"|starts?|begins?|opens?|doors|departure|meet|gather|held|time)\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\b(?:auki|avoinna|öppet|open|puh|tfn|tel|soita|soittaa|ring|ringa|call)\b", re.IGNORECASE)
_PROGRAMME_LINE = re.compile(
    r"(?:(?:klo|kl\.?|kello)\s)?(?P<h>[01]?\d|2[0-3])[.:](?P<m>[0-5]\d)(?:\s?[–-]\s?\d{1,2}[.:]\d\d)?:?\s+[^\W\d]",
    re.IGNORECASE,
)
_HABIT_DAY = re.compile(
    r"(?<![^\W_])(?:(?:joka|varje|every|jokaisena)\s(?P<one>[^\W\d_]{3,12})|(?P<many>[^\W\d_]{2,12}(?:isin|sin|koina|dagar|dagarna|days)))(?![^\W_])",
    re.IGNORECASE,
)


_NEXT, _WHOLE_TEXT = 2, 12  # sentences behind a day where its time may stand; further only for the one event of a text


def with_loose_times(
    found: Sequence[Found], told: Sequence[Told], elsewhere: Mapping[date, Clock] = MappingProxyType({})
) -> list[Found]:
    """The findings, each one-day event without a time given the one that the text tells of it in another place.

    `elsewhere` are the times of days that other sentences name ("ovet ovat avoinna lauantaina 23.5. klo 10–14").
    """
    lonely = [one for one in found if one.kind == "event" and one.clock is None and one.last is None]
    if not lonely:
        return list(found)
    habits = dict(_habits(told))
    reach = _WHOLE_TEXT if len({one.first for one in found if one.kind == "event"}) == 1 else _NEXT
    return [_timed(one, told, habits, elsewhere, reach) if one in lonely else one for one in found]


def _timed(
    found: Found, told: Sequence[Told], habits: dict[int, Clock], elsewhere: Mapping[date, Clock], reach: int
) -> Found:
    clock = elsewhere.get(found.first) or _behind(found, told, reach) or _of_the_list(found, told)
    clock = clock or habits.get(found.first.weekday())
    return replace(found, clock=clock) if clock else found


def _behind(found: Found, told: Sequence[Told], reach: int) -> Clock | None:
    """The time in a sentence behind a day: "Ilta alkaa klo 17.30 …", or the first line of its programme."""
    for at, line in enumerate(told[found.at + 1 : found.at + 1 + reach], found.at + 1):
        dated = any(not position.expression.vague for position in line.positions)
        if dated and reach == _NEXT:
            return None
        programme = None if dated else _programme(told, at)
        if programme:
            return programme
        text = line.sentence.text
        clocks = [] if dated else _without_preludes(text, [c for c in clock_times(text) if not c.habit])
        if clocks and _tells_start(text, clocks[0], alone=reach > _NEXT):
            return spanned(text, clocks)
    return None


def _without_preludes(text: str, clocks: Sequence[Clock]) -> Sequence[Clock]:
    """The times without that of the doors or the coffee where the thing itself has one behind it."""
    if len(clocks) > 1:
        begins = text.rfind(".", 0, clocks[0].start) + 1
        if "prelude" in word_list("occasion_words").names(text[begins : clocks[0].start]):
            return clocks[1:]
    return clocks


def _programme(told: Sequence[Told], at: int) -> Clock | None:
    """The time that opens a programme of at least two lines: "12.00 Lipunnosto"."""
    lines = [line for line in told[at : at + 2] if line.sentence.is_line]
    hits = [_PROGRAMME_LINE.match(line.sentence.text) for line in lines]
    first = hits[0] if len(hits) == 2 and all(hits) else None
    return Clock(first.start(), first.end(), f"{int(first['h']):02d}:{first['m']}") if first else None


def _of_the_list(found: Found, told: Sequence[Told]) -> Clock | None:
    """The time that a list's heading gives to all its days: "Föreläsningarna hålls kl. 18–19.30:"."""
    line = told[found.at]
    if not line.sentence.is_line:
        return None
    heads = [
        one.sentence.text for one in told[: found.at] if one.block == line.block and one.sentence.text.endswith(":")
    ]
    clocks = [clock for clock in clock_times(heads[-1]) if not clock.habit] if heads else []
    return clocks[0] if clocks else None


def _tells_start(text: str, clock: Clock, *, alone: bool) -> bool:
    if "contact" in word_list("occasion_words").names(text):
        return False
    if clock.cued and (_STARTS.search(text[: clock.start]) or not text[: clock.start].strip()):
        return not _CLOSED.search(text)
    return alone and bool(word_list("occasion_words").names(text) & {"noun", "verb"}) and not _CLOSED.search(text)


def _habits(told: Sequence[Told]) -> Iterator[tuple[int, Clock]]:
    """Times that belong to a weekday of every week: "måndagar kl. 17.30–19"."""
    for line in told:
        for clock in clock_times(line.sentence.text):
            hit = _HABIT_DAY.search(line.sentence.text[max(0, clock.start - 40) : clock.start]) if clock.habit else None
            weekday = weekday_number(hit["one"] or hit["many"]) if hit else None
            if weekday is not None:
                yield weekday, clock
