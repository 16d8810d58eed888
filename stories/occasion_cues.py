"""Where a date stands in its sentence: its clause, the words beside it and the time that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from stories.clock_times import Clock, clock_times
from stories.date_expressions import Expression, date_expressions
from stories.word_classes import Mark, word_list

_FLAGS = re.IGNORECASE
_MOST_DATES = 30  # a "sentence" with more is a table, and its cost grows with their square
# A time of day may stand between "by" and its day, or between the day and "mennessä".
_TIME = (
    r"(?:(?:klo|kello|kl\.?|klockan|dii\.?|at)"
    r"\s?(?:[\d.:–]{1,11}(?::?[a-zäö]{2,4}\b)?(?:\s?[ap]\.?m\.?)?|\w+toista|\w+een|\w+ään))"
)
_LIMIT_BEFORE = re.compile(
    r"(?<![^\W_])(?:viimeistään|viim\.|senast|no\slater\sthan|not\slater\sthan|at\sthe\slatest|by|before|ennen|före|innan|inom"
    rf"|maŋimustá|latest|dl|deadline)\s?:?\s(?:(?:on|den|the|of|to|edellisenä\späivänä|dagen\sföre|midnatt|midnight|noon|end|close|business|utgången|av|{_TIME}|\d{{1,2}}[.:]\d\d)\s?){{0,4}}$",
    _FLAGS,
)
_LIMIT_AFTER = re.compile(
    rf"[\s,]{{0,2}}(?:{_TIME}\s)?(?:mennessä|rádjai|radjai|at\sthe\slatest|viimeistään|eller\stidigare|(?:före|innan|ennen|before)\s(?:klo|kello|kl\.?|klockan|noon|\d))(?!\w)",
    _FLAGS,
)
_UNTIL_BEFORE = re.compile(
    r"(?<![^\W_])(?:till(?:\soch\smed)?|intill|t\.?o\.?m\.?|fram\still|ända\still|until|through|up\sto|gitta)"
    rf"\s(?:{_TIME}\s)?(?:noon\s|midnight\s)?(?:den\s|the\s|on\s|and\sincluding\s)?$",
    _FLAGS,
)
_UNTIL_AFTER = re.compile(rf"[\s,]{{0,2}}(?:{_TIME}\s)?(?:asti|saakka|rádjai)(?!\w)", _FLAGS)
_UP_TO_CASE = re.compile(r"(?:\w+taihin|keskiviikkoon)\b|\w+kuun\s(?:loppuun|\d{1,2}\.\späivään)\b", _FLAGS)
_INSTEAD_AFTER = re.compile(r"[\s,]{0,2}(?:\w+\s)?(?:sijaan|sijasta|istället|i\sstället\sför|instead)\b", _FLAGS)
_INSTEAD_BEFORE = re.compile(
    r"\b(?:ei|inte|not|instead\sof|rather\sthan|i\sstället\sför|istället\sför|\w+tailta|keskiviikolta)\s(?:on\s|den\s)?$",
    _FLAGS,
)
_SINCE_AFTER = re.compile(
    rf"[\s,]{{0,2}}(?:{_TIME}\s)?(?:alkaen|lähtien|onwards?|framåt|och\sframåt|rájes)(?!\w)", _FLAGS
)
_SINCE_BEFORE = re.compile(
    r"(?<![^\W_])(?:från\soch\smed|fr\.\s?o\.\s?m\.|since|from|as\sof|starting|sedan|från)\s(?:on\s|den\s|the\s)?$",
    _FLAGS,
)
STOPS = re.compile(
    r"\b(?:päätty[yä]\w*|loppu[ua]\w*|slutar|avslutas|palaa|tillbaka|returns?|ends?|until|saakka|asti|till)\b", _FLAGS
)
_COPULA_BEFORE = re.compile(r"(?<![^\W_])(?:on|ovat|oli|olivat|är|var|is|are|was|were|lea)\s(?:on\s|den\s)?$", _FLAGS)
# The date that something had: "7.10. suunniteltu …", "som skulle ha hållits den 7 oktober".
_PLANNED_AFTER = re.compile(
    r"[\s,]{0,2}(?:klo\s[\d.]{1,5}\s)?(?:suunniteltu|kaavailtu|aiottu|ilmoitettu|planera[dt]|planned|scheduled)", _FLAGS
)
_PLANNED_BEFORE = re.compile(
    r"(?<![^\W_])(?:piti|skulle|(?:var|was|were)\s(?:tänkt|avsedd|planera[dt]|to\sbe|due|planned|scheduled|supposed))"
    r"(?:\s(?!siirt|flytt|skjut|lykä|moved|postponed)[^\s,.;]{1,30}){0,6}\s$",
    _FLAGS,
)
_HOURS = re.compile(
    r"[\s,|]{1,3}(0?[6-9]|1\d|2[0-3])(?:[.:]([0-5]\d))?\s?[–-]\s?(1\d|2[0-4]|0?[7-9])(?:[.:]([0-5]\d))?"
    r"(?!\d|[.:/]\d|\s?(?:%|€|euro|vuot|år))"
)
_QUARTER = re.compile(r"(?<![\d.,:–-])([01]?\d|2[0-3])[.:](00|15|30|45)(?=\s*(?:[.,;)]|$))(?![.,]\d)")
_LABEL = re.compile(
    r"\W{0,4}(?:aika|ajankohta|milloin|päivämäärä|pvm|aika\sja\spaikka|paikka\sja\saika|tid|tidpunkt|när|datum|tid\soch\splats"
    r"|when|date|time|date\sand\stime|time\sand\splace|áigi|goas)\s?:\s",
    _FLAGS,
)
_BREAK = re.compile(
    r";|\s[–—]\s|,\s(?:ja|sekä|mutta|vaan|joten|joka|jossa|jolloin|jonka|jotka|kun|jos|että|koska|och|men|som|där|när|om|eftersom"
    r"|så|utan|and|but|which|where|when|who|as|so|ja)\s|,\s(?=\w+(?:aan|ään|tiin|uu|yy|aa|ää|lls|nas|nar)\b)",
    _FLAGS,
)
_AND = re.compile(r",?\s(?:ja|sekä|och|samt|and|mutta|men|but)\s|,\s", _FLAGS)
_JOINED = re.compile(
    rf"[\s,]*(?:{_TIME}|\d{{1,2}}[.:]\d\d)?[\s,]*(?:(?:ja|och|and)\s)?(?:(?:se|it|vi|den|det)\s)?"
    r"(?:[–—-]|slutar|avslutas|päättyy|loppuu|ends|till|to|until)\s(?:on\s|på\s|den\s)?",
    _FLAGS,
)


@dataclass(frozen=True, slots=True)
class Position:
    """One date of a sentence with its surroundings.

    `near` are the classes of words in its own clause, `before` those of them before the date, `far` those elsewhere
    in the sentence; `until` is the date that ends it.
    """

    sentence: str
    expression: Expression
    clause: tuple[int, int]
    near: frozenset[str]
    far: frozenset[str]
    clock: Clock | None
    until: Expression | None = None
    until_clock: Clock | None = None
    before: frozenset[str] = frozenset()
    is_last: bool = True

    def beside(self, sign: str) -> bool:
        """Whether a sign ("limit", "until", "since", "instead", "label") stands right before or after the date."""
        before, after = _SIGNS[sign]
        head = self.sentence[max(0, self.expression.start - 60) : self.expression.start]
        if before and before.search(head):
            return True
        end = self.until.end if self.until else self.expression.end
        tail = self.sentence[end : end + 50]
        return bool(after and after.match(tail)) or (sign == "until" and self._is_up_to())

    def _is_up_to(self) -> bool:
        return _UP_TO_CASE.match(self.sentence, self.expression.start) is not None

    def is_labelled(self) -> bool:
        """Whether a line's label ("Aika:", "När:") says that the date is when something happens."""
        return _LABEL.match(self.sentence) is not None

    def is_planned(self) -> bool:
        """Whether the words tell that the date was the one planned."""
        if _PLANNED_AFTER.match(self.sentence, self.expression.end):
            return True
        return (
            _PLANNED_BEFORE.search(self.sentence[max(0, self.expression.start - 120) : self.expression.start])
            is not None
        )

    def words(self) -> str:
        """The clause as written."""
        return self.sentence[slice(*self.clause)]


_Sides = tuple[re.Pattern[str] | None, re.Pattern[str] | None]
_SIGNS: dict[str, _Sides] = {
    "limit": (_LIMIT_BEFORE, _LIMIT_AFTER),
    "until": (_UNTIL_BEFORE, _UNTIL_AFTER),
    "since": (_SINCE_BEFORE, _SINCE_AFTER),
    "copula": (_COPULA_BEFORE, None),
    "instead": (_INSTEAD_BEFORE, _INSTEAD_AFTER),
}


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with everything that was read in it."""

    sentence: str
    expressions: tuple[Expression, ...]
    marks: tuple[Mark, ...]
    clocks: tuple[Clock, ...]


def positions(sentence: str) -> tuple[Position, ...]:
    """The dates of a sentence, each with the clause, the words and the time of day that belong to it.

    >>> [(p.words().strip(), p.clock.begins) for p in positions("Juhla on ti 3.11. klo 9 ja retki ke 4.11. klo 10.")]
    [('Juhla on ti 3.11. klo 9', '09:00'), ('retki ke 4.11. klo 10.', '10:00')]
    """
    expressions = date_expressions(sentence)[:_MOST_DATES]
    if not expressions:
        return ()
    found, clocks = word_list("occasion_words").marks(sentence), clock_times(sentence)
    read = _Read(sentence, expressions, found, clocks)
    return tuple(_position(read, first, last) for first, last in _joined(sentence, expressions))


def _joined(sentence: str, expressions: Sequence[Expression]) -> list[tuple[Expression, Expression | None]]:
    """Dates in order; "ti 3.11. klo 12 – ke 4.11. klo 13" becomes one with an end."""
    pairs: list[tuple[Expression, Expression | None]] = []
    for expression in expressions:
        previous = pairs[-1] if pairs else None
        if previous and previous[1] is None and _is_end_of(sentence, previous[0], expression):
            pairs[-1] = (previous[0], expression)
        else:
            pairs.append((expression, None))
    return pairs


def _is_end_of(sentence: str, first: Expression, last: Expression) -> bool:
    if not first.days or not last.days or first.ranged or last.ranged:
        return False
    between = sentence[first.end : last.start]
    if between.isspace() and re.search(r"(?:sta)\s", sentence[first.start : first.end]):
        return _UP_TO_CASE.match(sentence, last.start) is not None
    return _JOINED.fullmatch(between) is not None


def _position(read: _Read, first: Expression, last: Expression | None) -> Position:
    sentence, found = read.sentence, read.marks
    others = [other for other in read.expressions if other is not first and other is not last]
    clause = _clause(sentence, first, last or first, others)
    near = frozenset(mark.name for mark in found if clause[0] <= mark.start < clause[1])
    before = frozenset(mark.name for mark in found if clause[0] <= mark.start < first.start)
    far = frozenset(mark.name for mark in found) - near
    own = [clock for clock in read.clocks if not clock.habit]
    begin = _clock_of(sentence, first, last, others, own)
    close = _clock_of(sentence, last, None, others, own) if last else None
    begin = begin or _bare_hours(sentence, first) or _bare_time(sentence, (last or first).end, clause[1], first)
    is_last = (last or first) is read.expressions[-1]
    return Position(sentence, first, clause, near, far, begin, last, close, before, is_last)


def _clause(sentence: str, first: Expression, last: Expression, others: Sequence[Expression]) -> tuple[int, int]:
    """The span around a date that no other date shares."""
    left = max((other.end for other in others if other.end <= first.start), default=0)
    right = min((other.start for other in others if other.start >= last.end), default=len(sentence))
    begins = [hit.end() for hit in _BREAK.finditer(sentence, left, first.start)]
    ends = [hit.start() for hit in _BREAK.finditer(sentence, last.end, right)]
    if left:
        begins += [hit.end() for hit in _AND.finditer(sentence, left, first.start)][:1]
    if right < len(sentence):
        ends += [hit.start() for hit in _AND.finditer(sentence, last.end, right)][-1:]
    return max(begins, default=left), min(ends, default=right)


def _clock_of(
    sentence: str,
    expression: Expression,
    last: Expression | None,
    others: Sequence[Expression],
    clocks: Sequence[Clock],
) -> Clock | None:
    """The first time behind a date and before the next one; else the one right before it ("klo 18 torstaina 8.10.")."""
    ends = [other.start for other in (*others, *([last] if last else [])) if other.start >= expression.end]
    behind = [clock for clock in clocks if expression.end <= clock.start < min(ends, default=10**9)]
    before = [clock for clock in clocks if 0 <= expression.start - clock.end <= 8]
    taken = any(0 <= clock.start - other.end <= 12 for clock in before for other in others)
    if before and not taken and not (behind and behind[0].start - expression.end <= 4):
        return spanned(sentence, [before[-1], *behind])
    return spanned(sentence, behind) if behind else None


def _bare_hours(sentence: str, day: Expression) -> Clock | None:
    """The hours right behind a day with its weekday: "lördag 23 maj, 10–14"."""
    bracketed = day.weekday is None and sentence.rfind("(", 0, day.start) > sentence.rfind(")", 0, day.start)
    hit = (
        _HOURS.match(sentence, day.end)
        if (day.weekday is not None or bracketed) and (day.days or day.start == 0)
        else None
    )
    if hit is None or not int(hit[1]) < int(hit[3]) <= 24:
        return None
    ends = f"{int(hit[3]):02d}:{hit[4] or '00'}" if hit[3] != "24" else "23:59"
    return Clock(hit.start(), hit.end(), f"{int(hit[1]):02d}:{hit[2] or '00'}", ends)


def _bare_time(sentence: str, begin: int, end: int, day: Expression) -> Clock | None:
    """A time without "klo" that ends the clause of a day with its weekday: "Perjantaina 25.9. … kahvilassa 14.00"."""
    hit = _QUARTER.search(sentence, begin, end) if day.weekday is not None and day.days else None
    if hit is None:
        return None
    return Clock(hit.start(), hit.end(), f"{int(hit[1]):02d}:{hit[2]}")


def spanned(sentence: str, clocks: Sequence[Clock]) -> Clock:
    """The first time, ended by the second where the text says so: "alkaa klo 17.30 ja päättyy noin kello 21"."""
    first = clocks[0]
    if first.ends is None and len(clocks) > 1 and STOPS.search(sentence[first.end : clocks[1].start]):
        return replace(first, ends=clocks[1].begins)
    return first
