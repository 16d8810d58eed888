"""The top of a letter: lines that give its sender, kind, date, number and page, and nothing of what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sources.letterhead import is_office
from sources.phrases import RELEASE
from stories.dates import read_moment

PAGE_NUMBER = re.compile(
    r"(?:(?:sivu|sida|page|s\.)\s?)?[-–]?\s?\d{1,3}\s?(?:\(\s?\d{1,3}\s?\)|(?:/|of|av)\s?\d{1,3})?\s?[-–]?",
    re.IGNORECASE,
)
_KIND_OF_PAPER = re.compile(
    r"(?:kutsu(?:kirje)?|tiedote|lehdistötiedote|kirje|yleiskirje|lausuntopyyntö|lausunto|muistio|esite|ohjelma|päätös|ilmoitus|hakuilmoitus|"
    r"kuulutus|ohje|määräys|esityslista|pöytäkirja|inbjudan|kallelse|meddelande|pressmeddelande|brev|cirkulär|begäran\s+om\s+utlåtande|"
    r"utlåtande|promemoria|program|beslut|anvisning|föreskrift|kungörelse|protokoll|invitation|press\s+release|letter|statement|"
    r"request\s+for\s+(?:comments|statements?)|decision|notice|memorandum|circular|agenda|minutes)",
    re.IGNORECASE,
)
# Kinds of paper that carry the day when they were written; a programme's or an agenda's day is the meeting's.
_DATED_KIND = re.compile(
    r"\b(?:kirje|yleiskirje|tiedote|lehdistötiedote|lausuntopyyntö|lausunto|muistio|päätös|ilmoitus|kuulutus|ohje|brev|cirkulär|meddelande|"
    r"pressmeddelande|begäran\s+om\s+utlåtande|utlåtande|promemoria|beslut|anvisning|kungörelse|letter|press\s+release|statement|"
    r"request\s+for\s+(?:comments|statements?)|decision|notice|memorandum|circular)\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:dnro|diaarinumero|dnr|asianro)\.?:?\s*\d{1,8}(?:[/-]\d{1,8}){1,3}|(?:(?:dnro|diaarinumero|dnr|asianro|viite|ref)\.?:?\s*)?[A-ZÅÄÖ]{2,6}/\d{2,8}(?:/\d{2,8})?(?:/\d{4})?(?:-[A-Z]+-\d+)?",
    re.IGNORECASE,
)
_PLACE_AND_DATE = re.compile(
    r"[A-ZÅÄÖ][a-zåäö]{2,20}(?:\s[A-ZÅÄÖ][a-zåäö]{2,20})?,?\s(?:den\s)?(?=\d{1,2}[.\s]|[A-Z][a-z]{2,8}\s\d)"
)


def is_kind(text: str) -> bool:
    """Whether a line only names a kind of paper: "KUTSU", "Lausuntopyyntö", "Inbjudan"."""
    return _KIND_OF_PAPER.fullmatch(text.strip(" :.")) is not None


def without_reference(line: str) -> str:
    """A line without its reference number and without the place before its date."""
    return _PLACE_AND_DATE.sub("", _REFERENCE.sub(" ", line).strip())


def is_top_row(cells: Sequence[str]) -> bool:
    """Whether a row holds nothing but the sender, the kind of letter, date, number and page, each in its cell."""
    kinds = [cell for cell in cells if is_kind(cell)]
    known = [cell for cell in cells if is_office(cell) or is_top_line(cell) or PAGE_NUMBER.fullmatch(cell)]
    return len(cells) > 1 and len(kinds) + len(known) == len(cells)


_DAYS = (
    r"ma|ti|ke|to|pe|la|su|(?:mån|tis|ons|tors|fre|lör|sön)(?:dag(?:en)?)?|\w{3,9}(?:taina|kkona|staina|ntaina)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
_ON_A_DAY = re.compile(rf"\b(?:{_DAYS})\b", re.IGNORECASE)
_EVENT = re.compile(
    rf"\b(?:klo|kl\.|kello|aika|tid|when)\b|\d[.:]\d{{2}}\b(?!\.)|\d\.?\s?[–-]\s?\d|\b(?:{_DAYS})\b", re.IGNORECASE
)


def head_date(cell: str) -> str:
    """The day that a short line over a letter's title gives beside a name or a place; "" for an event's.

    >>> head_date("Tiedote jäsenille 1.10.2026"), head_date("Torstaina 1.10.2026 klo 18")
    ('1.10.2026', '')
    """
    moment = read_moment(cell) if len(cell) < 60 else None
    if moment is None or moment.precision == "month" or _EVENT.search(cell.replace(moment.text, " ", 1)):
        return ""
    return moment.text if moment.precision == "day" else ""


def is_top_line(line: str) -> bool:
    """Whether a line only gives a date, a release's number or a reference.

    >>> is_top_line("Kuopio 12.11.2026  KU/123/2026"), is_top_line("Tiistaina 14.9. klo 13-15")
    (True, False)
    """
    if _ON_A_DAY.search(line):  # a letter's own day is told without its weekday; an event's seldom is
        return False
    rest = without_reference(line)
    moment = read_moment(rest)
    rest = rest.replace(moment.text, " ") if moment else rest
    number = RELEASE.search(line)
    rest = rest.replace(number[0], " ") if number else rest
    if not (moment or number or rest != line):
        return False
    rest = re.sub(
        r"\b(?:julkaistu|publicerad|päivätty|päiväys|päivämäärä|laadittu|daterad|dated|pvm|datum|date|klo|kl)\b",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    rest = re.sub(r"\d{1,3}\s?\(\d{1,3}\)", " ", rest)
    rest = _DATED_KIND.sub(" ", rest) if moment else rest
    return not re.search(r"[^\W_]", rest) and not re.search(
        r"\d\s?[–-]\s?\d", line.replace(number[0] if number else "\0", "")
    )
