"""Months, weekdays and time zones as Finnish, Swedish, English and Northern Sámi texts write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType


def _numbered(*lists: Iterable[str], first: int) -> dict[str, int]:
    return {word: number for words in lists for number, word in enumerate(words, first)}


_FI_MONTHS = ("tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu")
_SE_MONTHS = (
    "ođđajagi", "guovva", "njukča", "cuoŋo", "miesse", "geasse", "suoidne", "borge", "čakča", "golggot", "skábma",
    "juovla",
)  # fmt: skip
_SV_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
_EN_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORT_MONTHS = {
    "jan": 1, "feb": 2, "febr": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip

_FI_DAYS = ("maanantai", "tiistai", "keskivii", "torstai", "perjantai", "lauantai", "sunnuntai")
_SV_DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_EN_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SE_DAYS = ("vuossárg", "maŋŋebárg", "gaskavahk", "duorast", "bearjad", "lávvard", "sotnabeai")
_SE_DAYS_WEST = ("mánnod", "disd")
_SHORT_DAYS = {
    "ma": 0, "ti": 1, "ke": 2, "to": 3, "pe": 4, "la": 5, "su": 6,
    "må": 0, "fr": 4, "lö": 5, "sö": 6, "mån": 0, "tis": 1, "ons": 2, "tors": 3, "tor": 3, "fre": 4, "lör": 5, "sön": 6,
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip

_MONTHS: Mapping[str, int] = MappingProxyType(_numbered(_SV_MONTHS, _EN_MONTHS, first=1) | _SHORT_MONTHS)
_MONTH_STEMS: Mapping[str, int] = MappingProxyType(_numbered(_FI_MONTHS, _SE_MONTHS, first=1))
_DAY_STEMS: Mapping[str, int] = MappingProxyType(
    _numbered(_FI_DAYS, _SV_DAYS, _EN_DAYS, _SE_DAYS, _SE_DAYS_WEST, first=0)
)

# Hours east of Greenwich of the zone names that feeds and pages carry (RFC 822 section 5.1 and European ones).
ZONES: Mapping[str, float] = MappingProxyType(
    {
        "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2,
        "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
        "pdt": -7,
    }
)  # fmt: skip


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_FI_MONTH = rf"(?:{_any(_FI_MONTHS)})kuu[a-zäö]{{0,4}}"
_SE_MONTH = rf"(?:{_any(_SE_MONTHS)})m[áa]n[a-zŋ]{{0,6}}"
_WORD_ENDS = r"(?![^\W\d_])"

# One month's name in any of the four languages, inflected or shortened.
MONTH = rf"(?:{_FI_MONTH}|{_SE_MONTH}|(?:{_any({*_SV_MONTHS, *_EN_MONTHS})})|(?:{_any(_SHORT_MONTHS)})\.?){_WORD_ENDS}"

_FI_DAY = rf"(?:{_any(set(_FI_DAYS) - {'keskivii'})}|keskiviik?ko)(?:na|n|ta|a|hin|on|sta|lle|lta|-?iltana|-?aamuna)?"
_SV_DAY = rf"(?:{_any(_SV_DAYS)})(?:en|s|ens)?"
_SE_DAY = rf"(?:{_any((*_SE_DAYS, *_SE_DAYS_WEST))})[a-zá]{{0,5}}"
# One weekday written in full, in the singular: plurals and "tiistaisin" are habits, not days.
WEEKDAY = rf"(?:{_FI_DAY}|{_SV_DAY}|(?:{_any(_EN_DAYS)})|{_SE_DAY}){_WORD_ENDS}"
WEEKDAY_SHORT = rf"(?:{_any(_SHORT_DAYS)})\.?{_WORD_ENDS}"


# Small-letter parts of which every form of MONTH holds one: cheap to look for before the pattern is tried.
MONTH_SIGNS = (
    "kuu", "mán", "man", "jan", "feb", "mar", "apr", "maj", "may", "jun", "jul", "aug", "sep", "okt", "oct", "nov",
    "dec",
)  # fmt: skip


def month_number(word: str) -> int | None:
    """The month (1–12) that a word names in any case form; None when it names none.

    >>> month_number("marraskuuta"), month_number("Sept."), month_number("skábmamánu"), month_number("muu")
    (11, 9, 11, None)
    """
    plain = word.lower().rstrip(".")
    if plain in _MONTHS:
        return _MONTHS[plain]
    stem = re.split(r"kuu|m[áa]n", plain, maxsplit=1)[0]
    return _MONTH_STEMS.get(stem) if stem != plain else None


def weekday_number(word: str) -> int | None:
    """The weekday (Monday 0 – Sunday 6) that a word names, short or inflected; None when it names none.

    >>> [weekday_number(word) for word in ("torstaina", "ke", "fredagen", "Sun.", "x")]
    [3, 2, 4, 6, None]
    """
    plain = word.lower().rstrip(".")
    if plain in _SHORT_DAYS:
        return _SHORT_DAYS[plain]
    return next((number for stem, number in _DAY_STEMS.items() if plain.startswith(stem)), None)
