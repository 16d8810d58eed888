"""Facts that read the same in every language: days, times, sums, shares, numbers of a series, laws, contacts.

A fact is a short key such as "D:2026-11-06" or "#:450000"; two texts share a fact when they hold the same key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from stories.clock_times import Clock, clock_times
from stories.date_expressions import Expression, date_expressions
from stories.numerals import numerals
from stories.references import PROJECT

MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "fi": ("tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"),
    "sv": (
        "januari", "februari", "mars", "april", "maj", "juni",
        "juli", "augusti", "september", "oktober", "november", "december",
    ),
    "en": (
        "january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december",
    ),
    "se": (
        "ođđajagi", "guovva", "njukča", "cuoŋo", "miesse", "geasse",
        "suoidne", "borge", "čakča", "golggot", "skábma", "juovla",
    ),
}  # fmt: skip
_MONTH_TAIL: Final = {"fi": r"kuu[a-zäö]{0,8}", "sv": r"s?\b", "en": r"\b", "se": r"má[nn]{1,2}[a-záđŋšž]{0,6}"}
_SCALES: Final = (
    (re.compile(r"\s?(?:miljoon|miljon|million|milj\b|mn\b|m€|me\b|meur\b)", re.IGNORECASE), 1_000_000),
    (re.compile(r"\s?(?:miljard|billion|mrd\b|md\b)", re.IGNORECASE), 1_000_000_000),
    (re.compile(r"\s?(?:tuhat|tuhan|tusen|thousand)", re.IGNORECASE), 1_000),
)
_PERCENT: Final = re.compile(r"[\s\u00a0]?(?:%|prosent|procent|per ?cent|proseant)", re.IGNORECASE)
_SHARES: Final = {
    2: ("joka toinen", "varannan", "vartannat", "puolet", "hälften", "every other", "half of"),
    3: ("joka kolmas", "kolmannes", "kolmasosa", "var tredje", "vart tredje", "tredjedel", "one in three", "a third"),
    4: ("joka neljäs", "neljännes", "neljäsosa", "var fjärde", "vart fjärde", "fjärdedel", "one in four", "a quarter"),
    5: ("joka viides", "viidennes", "viidesosa", "var femte", "vart femte", "femtedel", "one in five", "a fifth"),
    6: ("joka kuudes", "kuudesosa", "var sjätte", "vart sjätte", "sjättedel", "one in six"),
    8: ("joka kahdeksas", "kahdeksasosa", "var åttonde", "vart åttonde", "åttondel", "one in eight"),
    10: ("joka kymmenes", "kymmenesosa", "kymmenys", "var tionde", "vart tionde", "tiondel", "one in ten", "a tenth"),
}  # fmt: skip
_SHARE_OF: Final = {phrase: f"%:{100 / n:.4g}" for n, phrases in _SHARES.items() for phrase in phrases}
_WORD: Final = re.compile(r"[^\W\d_]{2,30}")
GAP: Final = " ¤ "

Key = str
_Maker = Callable[[re.Match[str]], Iterable[Key] | None]


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one text, and the text with a gap where each stood."""

    rest: str
    keys: frozenset[Key]


def read(text: str, language: str, published: date | None) -> Facts:
    """The facts of a text; days without a year are taken near its publication.

    >>> sorted(read("Haku päättyy 6.11. klo 16.15, jaossa 1,2 miljoonaa euroa.", "fi", date(2026, 10, 1)).keys)
    ['#:1200000', 'D:2026-11-06', 'T:16.15']
    >>> sorted(read("Sista dagen är den 6 november kl. 16.15.", "sv", date(2026, 10, 1)).keys)
    ['D:2026-11-06', 'T:16.15']
    """
    reader = _Reader(text=text, language=language, published=published)
    for eat in (
        reader.contacts,
        reader.dates,
        reader.numbered,
        reader.days,
        reader.times,
        reader.shares,
        reader.numbers,
    ):
        eat()
    return Facts(rest=reader.text, keys=frozenset(reader.keys))


def conflict(left: Iterable[Key], right: Iterable[Key], kinds: str) -> bool:
    """Whether each side holds a fact of these kinds that the other lacks: edits lose facts, they seldom trade them."""
    a = {k for k in left if k[0] in kinds}
    b = {k for k in right if k[0] in kinds}
    return bool(a - b) and bool(b - a)


class _Reader:
    """Eats facts out of a text, most telling first, so that a day is never read as two numbers."""

    def __init__(self, *, text: str, language: str, published: date | None) -> None:
        self.text, self.language, self.published = text, language if language in MONTHS else "en", published
        self.keys: set[Key] = set()
        self._lower = text.lower()
        self._counts = bool(_DIGIT.search(text))

    def contacts(self) -> None:
        if "@" in self.text:
            self._eat(_EMAIL, lambda m: [f"E:{m[0].lower()}"])
        if _SITE_ENDING.search(self.text):
            self._eat(_SITE, lambda m: [f"E:{m[0].lower().removeprefix('www.')}"])
        if self._counts:
            self._eat(_PHONE, lambda m: [f"P:{_digits(m[0])}"])

    def dates(self) -> None:
        """Days in every form that the reader of occasions knows; what `days` finds beside them is barer."""
        if self._counts:
            self._cut((one.start, one.end, self._expressed(one)) for one in date_expressions(self.text) if one.days)

    def numbered(self) -> None:
        if self._counts and "/" in self.text:
            self._eat(PROJECT, lambda m: [f"L:{m[0].lower()}"])
            self._eat(_LAW, lambda m: [f"L:{m[1]}/{m[2]}"])
            self._eat(_PART, lambda m: [f"O:{int(m[1])}/{int(m[2])}"])
        if self._counts:
            self._eat(_PART_WORDS, lambda m: [f"O:{int(m[1])}/{int(m[2])}"])

    def days(self) -> None:
        if self._counts:
            self._eat(_ISO, lambda m: self._day(m[1], m[2], m[3]))
            self._eat(_RANGE, self._range)
            self._eat(_DAY, self._numeric_day)
        if any(sign in self._lower for sign in _MONTH_SIGNS[self.language]):
            # All but the last, a month alone, hold a number.
            for pattern, order in _worded_days(self.language)[0 if self._counts else -1 :]:
                self._eat(pattern, lambda m, order=order: self._worded(m, order))  # type: ignore[misc]

    def times(self) -> None:
        if self._counts:
            self._cut((one.start, one.end, _times(one)) for one in clock_times(self.text))

    def shares(self) -> None:
        if told := tuple(phrase for phrase in _SHARE_OF if phrase in self._lower):
            self._eat(_any_of(told), lambda m: _SHARE_OF.get(m[0].lower()) and [_SHARE_OF[m[0].lower()]])

    def numbers(self) -> None:
        if self._counts:
            self._eat(_EN_NUMBER if self.language == "en" else _NUMBER, self._number)
        said = numerals(self.language)
        self.keys.update(f"#:{said[word]}" for word in said.keys() & _WORD.findall(self.text.lower()))

    def _eat(self, pattern: re.Pattern[str], make: _Maker) -> None:
        def replaced(match: re.Match[str]) -> str:
            keys = make(match)
            if keys is None:
                return match[0]
            self.keys.update(keys)
            return GAP

        self.text = pattern.sub(replaced, self.text)

    def _cut(self, found: Iterable[tuple[int, int, Sequence[Key]]]) -> None:
        """Eats what another reader has found, in the order of the text."""
        rest, after = [], 0
        for start, end, keys in found:
            if keys and start >= after:
                rest += [self.text[after:start], GAP]
                after = end
                self.keys.update(keys)
        self.text = "".join((*rest, self.text[after:]))

    def _expressed(self, one: Expression) -> list[Key]:
        year = one.days[-1].year
        found = [_resolve(day.year or year, day.month, day.day, self.published) for day in one.days]
        return [f"D:{day}" for day in found if day]

    def _day(self, year: str | None, month: str | int, day: str) -> list[Key] | None:
        resolved = _resolve(int(year) if year else None, int(month), int(day), self.published)
        return resolved and [f"D:{resolved}"]  # type: ignore[return-value]

    def _range(self, m: re.Match[str]) -> list[Key] | None:
        last = self._day(m["y2"], m["m2"], m["d2"])
        first = self._day(m["y1"] or m["y2"], m["m1"] or m["m2"], m["d1"])
        return first + last if first and last else None

    def _numeric_day(self, m: re.Match[str]) -> list[Key] | None:
        told = m["y"] or m["dot"] or self.language == "sv"
        before = self.text[max(0, m.start() - 6) : m.start()].lower()
        return None if not told or _CLOCK_WORD.search(before) else self._day(m["y"], m["m"], m["d"])

    def _worded(self, m: re.Match[str], names: tuple[str, ...]) -> list[Key] | None:
        name = m["month"].lower()
        if name not in names:
            return None  # a letter such as long s, which only ignoring case takes for another
        month = names.index(name) + 1
        found = m.groupdict()
        if not found.get("d2"):
            return [f"M:{month}"]
        last = self._day(found.get("y"), month, found["d2"])
        first = self._day(found.get("y"), month, found["d1"]) if found.get("d1") else []
        return None if last is None or first is None else first + last

    def _number(self, m: re.Match[str]) -> list[Key] | None:
        digits = re.sub(r"[ \u00a0]", "", m[0])
        value = float(digits.replace(",", "") if self.language == "en" else digits.replace(",", "."))
        after = self.text[m.end() : m.end() + 12]
        if _PERCENT.match(after):
            return [f"%:{value:.4g}"]
        scaled = value * next((n for pattern, n in _SCALES if pattern.match(after)), 1)
        if digits.isdigit() and len(digits) == 4 and digits == m[0] and 1990 <= value <= 2045:
            return [f"Y:{digits}"]
        return [f"#:{scaled:.12g}"]


# What a text must hold for a pattern to be worth looking for: most texts hold little of all this.
_DIGIT = re.compile(r"\d")
_SITE_ENDING = re.compile(r"\.(?:fi|example|com|org|net|eu|ax|se)\b", re.IGNORECASE)
_MONTH_SIGNS = {**MONTHS, "fi": ("kuu",), "se": ("má",)}
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w.-]{1,80}\w")
_SITE = re.compile(r"\b(?:[\w-]{1,60}\.){1,3}(?:fi|example|com|org|net|eu|ax|se)\b(?!\w)", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\d.,/])(?:\+358[ \u00a0]?\(?0?\)?|0)\d{1,3}[ \u00a0-]\d{3,4}(?:[ \u00a0]?\d{2,4}){0,2}(?!\d)"
)
_LAW = re.compile(r"(?<![\d/])(\d{1,4})/((?:19|20)\d\d)(?![\d/])")
_PART = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")
_PART_WORDS = re.compile(r"\b(?:osa|del|part)\s(\d{1,2})\s(?:av|of)\s(\d{1,2})\b", re.IGNORECASE)
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_RANGE = re.compile(
    r"(?<![\d.])(?P<d1>\d{1,2})\.(?:(?P<m1>\d{1,2})\.)?(?P<y1>20\d\d)?\s?[–—-]\s?"
    r"(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>20\d\d)?"
)
_DAY = re.compile(r"(?<![\d.,:])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})(?:(?P<dot>\.)\s?(?P<y>20\d\d)?)?(?![\d,:])")
_CLOCK_WORD = re.compile(r"(?:klo|kl\.?|kello|kl)\s{0,2}\Z")
_NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:[ \u00a0]\d{3}){1,4}|\d{1,12}(?:,\d{1,4})?)(?![\d])")
_EN_NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:[, \u00a0]\d{3}){1,4}|\d{1,12})(?:\.\d{1,4})?(?!\d)")


@lru_cache(maxsize=1_000)
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """What finds the longest of some phrases; all that there are, most of them absent, would cost ten times as much."""
    return re.compile("|".join(sorted(map(re.escape, phrases), key=len, reverse=True)), re.IGNORECASE)


@lru_cache(maxsize=8)
def _worded_days(language: str) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    names = MONTHS[language]
    month = rf"\b(?P<month>{'|'.join(names)}){_MONTH_TAIL[language]}"
    year = r"(?:,?\s(?P<y>20\d\d))?"
    dot = r"\.?" if language != "fi" else r"\."
    ordinal = r"(?:st|nd|rd|th)?(?:\sof)?" if language == "en" else ""
    day = rf"{dot}{ordinal}"
    span = rf"(?<!\d)(?:(?P<d1>\d{{1,2}}){day}\s?[–—-]\s?)?(?P<d2>\d{{1,2}}){day}\s{{1,2}}{month}{year}"
    turned = rf"{month}\s(?P<d2>\d{{1,2}}){dot}(?:st|nd|rd|th)?(?:\sbeai\w{{1,6}})?{year}(?!\d)"
    patterns = [span, turned, month] if language in ("en", "se") else [span, month]
    return tuple((re.compile(p, re.IGNORECASE), names) for p in patterns)


def _times(clock: Clock) -> list[Key]:
    return [f"T:{int(told[:2])}.{told[3:]}" for told in (clock.begins, clock.ends) if told]


def _digits(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    return "0" + digits.removeprefix("358").lstrip("0") if phone.startswith("+") else digits


def _resolve(year: int | None, month: int, day: int, published: date | None) -> date | None:
    """The day meant: without a year the one nearest to three weeks after publication, for most news looks ahead."""
    near = published or date(2000, 1, 1)
    years = [year] if year else [near.year - 1, near.year, near.year + 1]
    days = [d for d in (_date(y, month, day) for y in years) if d]
    return min(days, key=lambda d: abs((d - near).days - 20), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
