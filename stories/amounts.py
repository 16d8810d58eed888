"""Sums of money and shares that a text names, as numbers that read the same in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

_LONGEST: Final = 40_000
_DIGITS: Final = r"\d{1,3}(?:[ \u00a0\u202f,.]\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,12}(?:[.,]\d{1,4})?"
_SCALES: Final = (
    ("miljard|billion|mrd", 1e9),
    ("miljoon|miljon|million|milj|mn", 1e6),
    ("tuha|tusen|thousand|duhá", 1e3),
)
_SCALE: Final = "|".join(words for words, _ in _SCALES)
_AMOUNT: Final = re.compile(
    rf"(?P<before>€\s?|\bEUR\s)?(?<![\w.,])(?P<digits>{_DIGITS})(?!\d)"
    rf"(?P<scale>[\s\u00a0](?:{_SCALE})[^\W\d_]{{0,8}}\.?)?"
    r"(?P<unit>[\s\u00a0\u202f]?(?:€|%)|[\s\u00a0\u202f](?:euro(?!op)[^\W\d_]{0,6}|eur\b|prosent[^\W\d_]{0,6}|procent|per\s?cent))?",
    re.IGNORECASE,
)
_ENGLISH_POINT: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum in euros, or a share in per cent; `digits` are those significant as written, `words` as written."""

    unit: Literal["euro", "per cent"]
    value: float
    digits: int
    words: str


def amounts(text: str, language: str) -> tuple[Amount, ...]:
    """The sums of money and the shares of a text, in its order; bare numbers are neither.

    >>> [(one.value, one.unit) for one in amounts("Jaossa on 1,2 miljoonaa euroa, 12 % enemmän kuin 2025.", "fi")]
    [(1200000.0, 'euro'), (12.0, 'per cent')]
    >>> amounts("The grant is €1,250.", "en")[0].value
    1250.0
    """
    return tuple(_amounts(text[:_LONGEST], language))


def same(left: Amount, right: Amount) -> bool:
    """Whether two amounts agree: one may be the other, rounded to the digits that it is written with.

    >>> one, other = (amounts(text, "fi")[0] for text in ("1,2 miljoonaa euroa", "1 214 000 euroa"))
    >>> same(one, other)
    True
    """
    if left.unit != right.unit:
        return False
    digits = min(left.digits, right.digits)
    return _rounded(left.value, digits) == _rounded(right.value, digits)


def _amounts(text: str, language: str) -> Iterator[Amount]:
    for found in _AMOUNT.finditer(text):
        unit = (found["unit"] or "").strip().lower()
        if not unit and not found["before"]:
            continue
        digits = _plain(found["digits"], language)
        value = float(digits) * _factor(found["scale"] or "")
        share = unit.startswith(("%", "pro", "per"))
        written = digits.replace(".", "").lstrip("0")
        told = written if "." in digits else written.rstrip("0")
        yield Amount(
            unit="per cent" if share else "euro",
            value=value,
            digits=max(1, len(told)),
            words=" ".join(found[0].split()),
        )


def _plain(digits: str, language: str) -> str:
    """Digits as Python reads them: Finnish and Swedish write 1 250,50 and English 1,250.50."""
    bare = re.sub(r"[ \u00a0\u202f]", "", digits)
    if language == "en" or _ENGLISH_POINT.fullmatch(bare):
        return bare.replace(",", "")
    if "," in bare:
        return bare.replace(".", "").replace(",", ".", 1).replace(",", "")
    return bare.replace(".", "") if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", bare) else bare


def _factor(scale: str) -> float:
    word = scale.strip().lower()
    return next((factor for words, factor in _SCALES if re.match(words, word)), 1.0)


def _rounded(value: float, digits: int) -> str:
    return f"{value:.{digits - 1}e}"
