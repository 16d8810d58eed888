"""A text cut into sentences and list lines without breaking "ti 14.9. klo 13", "kl. 9" or "S:t Michel"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stories.calendar_words import WEEKDAY, WEEKDAY_SHORT

_LONGEST = 700  # a longer "sentence" is a table or markup gone wrong: it is cut at spaces


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or line; `block` counts paragraphs, `is_line` marks one of a list or a form ("Aika: …")."""

    text: str
    block: int
    is_line: bool = False


_STOP = re.compile(r"(?<=[.!?…])[\"”’»)]{0,2}\s+(?=[\"”’»(–—-]{0,2}\s?[A-ZÅÄÖÁČĐŊŠŦŽ0-9])")
_ABBREVIATION = re.compile(
    r"(?:(?<![^\W\d_])(?:klo|kl|esim|mm|ym|ks|n|noin|puh|p|tel|tfn|os|nro|nr|no|t\.ex|t ex|bl\.a|m\.m|ca|st|s:t|dr|prof"
    r"|mr|ms|dii|jan|feb|apr|jun|jul|aug|sept?|okt|oct|nov|dec|e\.g|i\.e|approx|fr\.o\.m|t\.o\.m"
    r"|mån|tis|ons|tors|fre|lör|sön|mon|tue|wed|thu|fri|sat|sun|ma|ti|ke|to|pe|la|su)|(?<![^\W\d_])[A-ZÅÄÖ])\.$",
    re.IGNORECASE,
)
_DATE_STOP = re.compile(r"(?<!\d)\d{1,2}\.(?:\d{1,2}\.)?$")
# A line of a programme: "5.10. Kirjamessut".
_DATE_FIRST = re.compile(r"(?:[^\W\d_]{2,12}\.?\s)?\d{1,2}\.(?:\s?[–-]\s?\d{1,2}\.)?(?:\d{1,2}\.)?$")
_CLOCK_STOP = re.compile(r"(?:\b(?:klo|kl\.?|kello)\s[\d.:–-]{1,11}|[–-]\d{1,2})\.$", re.IGNORECASE)
# After "14.9." a capital word in a local case continues the sentence: "14.9. Kuopiossa", "8.10. Teamsissa".
_GOES_ON = re.compile(
    r"(?:\d|(?i:klo|kl|kello)\b|[A-ZÅÄÖ][\wåäö:-]{2,30}(?:ss[aä]|ll[aä]|SS[AÄ]|LL[AÄ])(?![\w-])|(?:[A-ZÅÄÖ][\w-]+n\s){1,2}[\w-]{3,30}(?:ss[aä]|ll[aä])(?!\w))"
)
_BEGINS_ANEW = re.compile(
    r"(?:\w*(?:tilaisuu|kokou|tapahtum|seminaar|webinaar|koulutu|kurssi|juhla|luenno|viiko|torin?|paika"
    r"|ill|aamu|ohjelma|tunni|retke|ryhm|sivu|verko|lisä|sama|tämä|tuo|näi|silloi|missä|jossa|jolla|mil|kai|mui|ensimmäis|toise|viimeis|leiri|info|haku|mukana)"
    r"\w*(?:ss[aä]|ll[aä]|s[aä]))(?!\w)",
    re.IGNORECASE,
)


# "ti klo 18 yhteislaulu": a line of a programme, not the rest of the line before.
_DAY_LINE = re.compile(rf"(?:{WEEKDAY}|{WEEKDAY_SHORT})\s?(?:\d|klo\b|kl\b|[:–-]\s)", re.IGNORECASE)
_DAY_WORD = re.compile(rf"(?:{WEEKDAY}|{WEEKDAY_SHORT})\s", re.IGNORECASE)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a plain text in order; a line break ends one unless the next line begins in lower case.

    >>> [s.text for s in sentences("Tervetuloa ti 14.9. klo 13! Ilmoittaudu 8.9. mennessä.")]
    ['Tervetuloa ti 14.9. klo 13!', 'Ilmoittaudu 8.9. mennessä.']
    """
    for block, paragraph in enumerate(re.split(r"\n[ \t\r]*\n", text)):
        lines = _lines(paragraph)
        for line in lines:
            parts = list(_parts(line))
            for part in parts:
                yield Sentence(part, block, is_line=len(lines) > 1 and len(parts) == 1 and len(line) < 160)


def _lines(paragraph: str) -> list[str]:
    lines: list[str] = []
    for raw in paragraph.splitlines():
        line = " ".join(raw.split())
        if (
            lines
            and line[:1].islower()
            and not lines[-1].endswith((".", "!", "?", ":"))
            and not _is_day_line(line, lines[-1])
        ):
            lines[-1] += " " + line
        elif line:
            lines.append(line)
    return lines


def _is_day_line(line: str, before: str) -> bool:
    return bool(_DAY_LINE.match(line) or (_DAY_LINE.match(before) and _DAY_WORD.match(line)))


def _parts(line: str) -> Iterator[str]:
    begin = 0
    for stop in _STOP.finditer(line):
        if not _is_inside(line, begin, stop):
            yield from _bounded(line[begin : stop.start() + len(stop[0].rstrip())])
            begin = stop.end()
    yield from _bounded(line[begin:])


def _is_inside(line: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation, an ordinal or a date that the sentence goes on from."""
    before, after = line[max(begin, stop.start() - 12) : stop.start()], line[stop.end() : stop.end() + 70]
    if _ABBREVIATION.search(before):
        return True
    if not _DATE_STOP.search(before) or _CLOCK_STOP.search(before):
        return False
    if stop.start() - begin <= 16 and _DATE_FIRST.match(line, begin, stop.start()):
        return True
    return bool(_GOES_ON.match(after)) and not _BEGINS_ANEW.match(after)


def _bounded(part: str) -> Iterator[str]:
    while len(part) > _LONGEST:
        cut = part.rfind(" ", 1, _LONGEST)
        cut = cut if cut > 0 else _LONGEST
        yield part[:cut]
        part = part[cut:].lstrip()
    if part.strip():
        yield part.strip()
