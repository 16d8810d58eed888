"""Times of day as a text writes them: "klo 13–15.30", "kl. 9 till 11", "from 12 to 16", "at 5 p.m."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stories.spoken_times import has_spoken_hints, spoken_times


@dataclass(frozen=True, slots=True)
class Clock:
    """A time or a span of a day, "HH:MM"; `habit` is one that recurs ("joka tiistai klo 10–12", "vardagar kl. 9")."""

    start: int
    end: int
    begins: str
    ends: str | None = None
    habit: bool = False
    cued: bool = True


_FLAGS = re.IGNORECASE
_HALF = r"(?:\s?(?P<{0}>[ap])\.?\s?m\b\.?)"
_ONE = r"(?P<h>[01]?\d|2[0-4])(?:[.:](?P<m>[0-5]\d))?(?![.:]?\d)" + _HALF.format("p") + "?"
_TWO = (
    r"(?:\s?(?:[–—−-]|\btill\b|\bto\b|\buntil\b|\band\b|\boch\b|\bja\b)\s?(?:noin\s|n\.\s|ca\s)?(?:klo\s?|kl\.?\s?|kello\s)?"
    r"(?P<h2>[01]?\d|2[0-4])(?:[.:](?P<m2>[0-5]\d))?(?![.:]?\d|\s?(?:euro|€|%))" + _HALF.format("p2") + "?)?"
)
_CUED = re.compile(
    r"(?<![^\W\d_])(?P<cue>klo|kello|kl\.?|klockan|dii\.?)\s{0,2}(?:noin\s|n\.\s|ca\s|omkring\s)?" + _ONE + _TWO, _FLAGS
)
_BARE = re.compile(
    r"(?<![\d.:,–-])(?P<cue>(?<![^\W\d_])(?:at|by|before|until|from|between|mellan|från)\s)?(?:about\s)?" + _ONE + _TWO,
    _FLAGS,
)
_INFLECTED = re.compile(
    r"(?<![\d.:])(?P<h>[01]?\d|2[0-4])(?:\.(?P<m>[0-5]\d))?:st[aä]\s(?P<h2>[01]?\d|2[0-4])(?:\.(?P<m2>[0-5]\d))?:(?:[aäeiou]{1,2}n|[a-zä]{1,2}en)\b",
    _FLAGS,
)
# "lähtö 8.45", "börjar 18.30": a verb or a noun of beginning leads to digits that need no "klo".
_BEGINNING = re.compile(
    r"(?<![^\W_])(?:lähtö|paluu|alka[av]\w*|aloit\w+|kokoonnu\w*|kokoontu\w*|tapaamme|tavataan|avfärd|avgång|start(?:ar)?|börjar|inleds|samling|samlas"
    r"|träffas|ses|hemkomst)\s(?:[^\W\d]+\s)?(?P<h>[01]?\d|2[0-3])[.:](?P<m>[0-5][05])(?![.:]?\d|\.\d|\s?(?:€|euro|%))",
    _FLAGS,
)
_NOON = re.compile(r"(?<![^\W\d_])(?:at\s)?(?:12\s)?noon(?![^\W\d_])", _FLAGS)
_HABIT = re.compile(
    r"(?:\b(?:joka|arkisin|arkipäivisin|viikonloppuisin|päivittäin|\w{2,12}isin|keskiviikkoina|varje|vardagar|\w{3,6}dagar(?:na)?|dagligen"
    r"|every|daily|weekdays|\w{3,6}days|weekends|each|puhelinaika|aukiolo\w*|öppettid\w*|päivystä\w*|palvelee|puh|p|tel|tfn)\b"
    r"(?:(?!\b\d{1,2}\.\d{1,2}\b).){0,40})$",
    _FLAGS,
)


def clock_times(sentence: str) -> tuple[Clock, ...]:
    """Every time of day in a sentence, in order; bare numbers count only in a form that no other number has.

    >>> [(c.begins, c.ends) for c in clock_times("Tiistaina klo 13–15.30, på onsdag kl. 9")]
    [('13:00', '15:30'), ('09:00', None)]
    """
    lower = sentence.lower()
    spoken = has_spoken_hints(lower)
    if not spoken and "noon" not in lower and not any(map(str.isdigit, sentence)):
        return ()
    kept: list[Clock] = []
    for clock in sorted(_found(sentence, spoken=spoken), key=lambda c: (c.start, -c.end)):
        if not kept or clock.start >= kept[-1].end:
            kept.append(clock)
    return tuple(kept)


def _found(sentence: str, *, spoken: bool) -> Iterator[Clock]:
    for hit in _CUED.finditer(sentence):
        yield _clock(sentence, hit, cued=True)
    for hit in _BARE.finditer(sentence):
        if _looks_like_time(sentence, hit):
            yield _clock(sentence, hit, cued=bool(hit["p"] or hit["p2"]))
    for hit in _INFLECTED.finditer(sentence):
        yield Clock(hit.start(), hit.end(), _of_day(hit["h"], hit["m"], None), _of_day(hit["h2"], hit["m2"], None))
    for hit in _BEGINNING.finditer(sentence):
        yield Clock(hit.start("h"), hit.end(), _of_day(hit["h"], hit["m"], None))
    for hit in _NOON.finditer(sentence):
        yield Clock(hit.start(), hit.end(), "12:00")
    for begin, end, begins, ends in spoken_times(sentence) if spoken else ():
        yield Clock(begin, end, begins, ends)


def _looks_like_time(sentence: str, hit: re.Match[str]) -> bool:
    """Whether uncued digits are a time: a.m./p.m., "9.00–11.00", "17:00", or "from 12 to 16" behind a day."""
    if re.match(r"\.\s?\d|\s?(?:%|€|euro|eur\b|milj|pros|proc)|-[^\W\d_]", sentence[hit.end() : hit.end() + 8], _FLAGS):
        return False
    if hit["p"] or hit["p2"] or (hit["m"] and hit["m2"]):
        return True
    if hit["h2"] and {hit["m"], hit["m2"]} & _QUARTERS and int(hit["h"]) < int(hit["h2"]):  # "9–15.30"
        return int(hit["h"]) >= 6
    if hit["m"] and (":" in hit[0] or _is_cue_of_one(sentence, hit)):
        return hit["h2"] is None or bool(hit["m2"])
    behind_a_day = re.search(r"(?:\d\.?|[^\W\d_]{3,}),?\s$", sentence[max(0, hit.start() - 6) : hit.start()])
    return bool(hit["cue"] and behind_a_day and hit["h2"] and int(hit["h"]) < int(hit["h2"]) and int(hit["h"]) >= 6)


_QUARTERS = frozenset(["00", "15", "30", "45"])


def _is_cue_of_one(sentence: str, hit: re.Match[str]) -> bool:
    """Whether "at 9.30" or "by 16.15 on Friday" leads to one time with a dot."""
    cue = (hit["cue"] or "").strip().lower()
    return cue == "at" or (cue in {"by", "before", "until"} and sentence.startswith(" on ", hit.end()))


def _clock(sentence: str, hit: re.Match[str], *, cued: bool) -> Clock:
    begins = _of_day(hit["h"], hit["m"], hit["p"] or hit["p2"])
    ends = _of_day(hit["h2"], hit["m2"], hit["p2"] or hit["p"]) if hit["h2"] else None
    if ends and hit["p2"] and not hit["p"] and begins > ends:  # "10–12.30 p.m." begins in the morning
        begins = _of_day(hit["h"], hit["m"], "a")
    habit = _HABIT.search(sentence[max(0, hit.start() - 60) : hit.start()]) is not None
    return Clock(hit.start(), hit.end(), begins, ends, habit, cued)


def _of_day(hour: str, minute: str | None, half: str | None) -> str:
    number = int(hour)
    if half:
        number = number % 12 + (12 if half.lower() == "p" else 0)
    # The day's last minute stands for "klo 24": the deadline's day stays the one that was written.
    return "23:59" if number == 24 else f"{number:02d}:{minute or '00'}"
