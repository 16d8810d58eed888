"""Times of day that stand away from their date: in the next sentence, or as a weekday's habit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from stories.calendar_words import weekday_number
from stories.clock_times import Clock, clock_times
from stories.date_expressions import date_expressions
from stories.occasion_cues import spanned
from stories.occasion_findings import LAST_DAY, Found, Told
from stories.word_classes import word_list

_STARTS = re.compile(
    r"\b(?:alka[av]\w*|aloit\w+|alku|alkaen|käynnisty\w+|pyörähtä\w+|starttaa|ovet|avataan|lähtö|lähde[mt]\w+|lähtee|kokoonnu\w+"
    r"|kokoontu\w+|tavataan|tapaamme|pidetään|järjestetään|aika|kello"
    r"|börjar|startar?|inleds|inleder|kör|dörrarna|går\sfrån|öppnas?|öppnar|avfärd|avgår|avgång|samling|samlas|träffas|möts|ses|hålls|tid|klockan"
    r"|starts?|begins?|opens?|leaves|sails|doors|departure|meet|gather|held|time)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:auki|avoinna|öppet|open)\b", re.IGNORECASE)
_CALL = re.compile(r"\b(?:puh|tfn|tel|soita|soittaa|ring|ringa|call|toimisto|kansliet|office)\b", re.IGNORECASE)
_PROGRAMME_LINE = re.compile(
    r"(?:(?:klo|kl\.?|kello)\s(?P<h2>[01]?\d|2[0-3])(?:[.:](?P<m2>[0-5]\d))?|(?P<h>[01]?\d|2[0-3])[.:](?P<m>[0-5]\d))"
    r"(?:\s?[–-]\s?\d{1,2}(?:[.:]\d\d)?)?:?\s+[^\W\d]",
    re.IGNORECASE,
)
_HABIT_DAY = re.compile(
    r"(?<![^\W_])(?:(?:joka|varje|every|jokaisena)\s(?P<one>[^\W\d_]{3,12})|(?P<many>[^\W\d_]{2,12}(?:isin|sin|koina|dagar|dagarna|days)))(?![^\W_])",
    re.IGNORECASE,
)


# What says that a time holds for each of several days.
_COMMON = re.compile(
    r"\b(?:joka\skerta|kumpi\w+|kumma\w+|kaikk\w+|aina|molemm\w+|kullakin|jokai\w+|\w*(?:illat|kerrat|tapaamiset|luennot|kokoukset|kokoontumiset"
    r"|tilaisuudet|työpajat|webinaarit|treffit|harjoitukset|kurssikerrat)"
    r"|varje|alla|alltid|samtliga|båda|bägge|överallt|\w*(?:kvällarna|träffarna|föreläsningarna|tillfällena|mötena|kurserna|webbinarierna"
    r"|gångerna|övningarna|sammankomsterna)"
    r"|each|every|all|both|always|(?:the|our)\s(?:sessions|meetings|webinars|evenings|lectures|workshops|gatherings))\b",
    re.IGNORECASE,
)
_SAME_TIME = re.compile(
    r"\b(?:samaan\s(?:kellon)?aikaan|samma\s(?:tid|klockslag)|(?:at\s)?the\ssame\s(?:time|hour))\b", re.IGNORECASE
)
_A_LIST = 2  # days that a sentence lists at least
_NEXT, _WHOLE_TEXT = 2, 12  # sentences behind a day where its time may stand; further only for the one event of a text


def with_loose_times(
    found: Sequence[Found], told: Sequence[Told], elsewhere: Mapping[date, Clock] = MappingProxyType({})
) -> list[Found]:
    """The findings, each one-day event without a time given the one that the text tells of it in another place.

    `elsewhere` are the times of days that other sentences name ("ovet ovat avoinna lauantaina 23.5. klo 10–14").
    """
    found = [_closed(one, told) for one in found]
    lonely = [one for one in found if one.kind == "event" and one.clock is None and one.last is None]
    if not lonely:
        return found
    habits = dict(_habits(told))
    reach = _WHOLE_TEXT if len({one.first for one in found if one.kind == "event"}) == 1 else _NEXT
    common = _common(told) if len({one.first for one in lonely}) > 1 else None
    places = _Places(told, habits, elsewhere, reach, common)
    timed: list[Found] = []
    for one in found:
        timed.append(_timed(one, places, timed) if one in lonely else one)
    return timed


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the time of a day may stand."""

    told: Sequence[Told]
    habits: Mapping[int, Clock]
    elsewhere: Mapping[date, Clock]
    reach: int
    common: Clock | None


def _timed(found: Found, places: _Places, before: Sequence[Found]) -> Found:
    clock = places.elsewhere.get(found.first) or _of_the_enumeration(found) or _same_time(found, before)
    clock = clock or _behind(found, places.told, places.reach) or _of_the_list(found, places.told)
    clock = clock or places.common or places.habits.get(found.first.weekday())
    return replace(found, clock=clock) if clock else found


def _closed(found: Found, told: Sequence[Told]) -> Found:
    """A deadline with the time that the next sentences give its last day: "… sulkeutuu viimeisenä päivänä klo 16"."""
    if found.kind != "deadline" or found.clock:
        return found
    for line in told[found.at + 1 : found.at + 1 + _NEXT]:
        clocks = [] if line.positions else clock_times(line.sentence.text)
        if clocks and LAST_DAY.search(line.sentence.text[: clocks[0].start]):
            return replace(found, clock=clocks[0])
    return found


def _same_time(found: Found, before: Sequence[Found]) -> Clock | None:
    """The time of the event told before, where the text says that it is the same: "ja ti 7.10. samaan aikaan"."""
    behind = found.position.sentence[found.position.expression.end :][:40]
    clocks = [one.clock for one in before if one.kind == "event" and one.clock]
    return clocks[-1] if clocks and _SAME_TIME.search(behind) else None


def _of_the_enumeration(found: Found) -> Clock | None:
    """The one time of a sentence that lists days: "joka toinen keskiviikko klo 17–19 seuraavasti: 30.9., 14.10."."""
    sentence = found.position.sentence
    clocks = clock_times(sentence)
    days = date_expressions(sentence)
    if len(clocks) != 1 or len(days) + sum(len(day.days) - 1 for day in days if not day.ranged) < _A_LIST:
        return None
    early = clocks[0].end <= min(day.start for day in days)
    return clocks[0] if early or _COMMON.search(sentence[max(0, clocks[0].start - 30) : clocks[0].start]) else None


def _common(told: Sequence[Told]) -> Clock | None:
    """The time that a sentence without a day gives to all days: "Illat pidetään klo 17–19"."""
    for line in told:
        text = line.sentence.text
        clocks = [] if line.positions else clock_times(text)
        if clocks and _COMMON.search(text[: clocks[0].start]) and not _OPEN.search(text) and not _CALL.search(text):
            return spanned(text, clocks)
    return None


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
        if clocks and _tells_start(text, clocks[0], alone=reach > _NEXT, next_to=at - found.at <= _NEXT):
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
    if first is None:
        return None
    hour, minute = first["h"] or first["h2"], first["m"] or first["m2"] or "00"
    return Clock(first.start(), first.end(), f"{int(hour):02d}:{minute}")


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


def _tells_start(text: str, clock: Clock, *, alone: bool, next_to: bool) -> bool:
    """Whether a sentence without a day gives the time of the event before; `alone` where the text tells only one."""
    if "contact" in word_list("occasion_words").names(text) or _CALL.search(text):
        return False
    if _OPEN.search(text):
        return alone and next_to and clock.ends is not None
    if clock.cued and (_STARTS.search(text[: clock.start]) or not text[: clock.start].strip()):
        return True
    telling = bool(word_list("occasion_words").names(text) & {"noun", "verb"})
    return alone and (telling or (next_to and clock.cued))


def _habits(told: Sequence[Told]) -> Iterator[tuple[int, Clock]]:
    """Times that belong to a weekday of every week: "måndagar kl. 17.30–19"."""
    for line in told:
        for clock in clock_times(line.sentence.text):
            hit = _HABIT_DAY.search(line.sentence.text[max(0, clock.start - 40) : clock.start]) if clock.habit else None
            weekday = weekday_number(hit["one"] or hit["many"]) if hit else None
            if weekday is not None:
                yield weekday, clock
