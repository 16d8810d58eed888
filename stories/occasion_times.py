"""Times of day that stand away from their date: in the next sentence, or as a weekday's habit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stories.calendar_words import weekday_number
from stories.clock_times import Clock, clock_times
from stories.occasion_cues import spanned
from stories.occasion_findings import Found, Told
from stories.word_classes import word_list

_STARTS = re.compile(
    r"\b(?:alkaa|alkaen|alkavat|aloitamme|ovet|börjar|startar|inleds|dörrarna|starts?|begins?|doors|lähtö|lähdemme|kokoontuminen|avfärd|samling|departure|aika|tid|time)\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\b(?:auki|avoinna|öppet|open|puh|tfn|tel)\b", re.IGNORECASE)
_HABIT_DAY = re.compile(
    r"(?<![^\W_])(?:(?:joka|varje|every|jokaisena)\s(?P<one>[^\W\d_]{3,12})|(?P<many>[^\W\d_]{2,12}(?:isin|sin|koina|dagar|dagarna|days)))(?![^\W_])",
    re.IGNORECASE,
)


_NEXT, _WHOLE_TEXT = 2, 12  # sentences behind a day where its time may stand; further only for the one event of a text


def with_loose_times(found: Sequence[Found], told: Sequence[Told]) -> list[Found]:
    """The findings, each one-day event without a time given the one that the text tells elsewhere."""
    lonely = [one for one in found if one.kind == "event" and one.clock is None and one.last is None]
    if not lonely:
        return list(found)
    habits = dict(_habits(told))
    reach = _WHOLE_TEXT if len({one.first for one in found if one.kind == "event"}) == 1 else _NEXT
    return [_timed(one, told, habits, reach) if one in lonely else one for one in found]


def _timed(found: Found, told: Sequence[Told], habits: dict[int, Clock], reach: int) -> Found:
    """Give a day its time from a sentence behind it ("Ilta alkaa klo 17.30 …") or from its weekday's habit."""
    for line in told[found.at + 1 : found.at + 1 + reach]:
        if line.positions and reach == _NEXT:
            break
        clocks = [] if line.positions else [c for c in clock_times(line.sentence.text) if not c.habit]
        if clocks and _tells_start(line.sentence.text, clocks[0], alone=reach > _NEXT):
            return replace(found, clock=spanned(line.sentence.text, clocks))
    habit = habits.get(found.first.weekday())
    return replace(found, clock=habit) if habit else found


def _tells_start(text: str, clock: Clock, *, alone: bool) -> bool:
    if clock.cued and _STARTS.search(text[: clock.start]):
        return True
    return alone and bool(word_list("occasion_words").names(text) & {"noun", "verb"}) and not _CLOSED.search(text)


def _habits(told: Sequence[Told]) -> Iterator[tuple[int, Clock]]:
    """Times that belong to a weekday of every week: "måndagar kl. 17.30–19"."""
    for line in told:
        for clock in clock_times(line.sentence.text):
            hit = _HABIT_DAY.search(line.sentence.text[max(0, clock.start - 40) : clock.start]) if clock.habit else None
            weekday = weekday_number(hit["one"] or hit["many"]) if hit else None
            if weekday is not None:
                yield weekday, clock
