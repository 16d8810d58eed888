"""Numbers in words: "kahdentoista", "sextiotvå", "twenty"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_NUMERALS: Final[dict[str, tuple[str, ...]]] = {
    "fi": (
        "nolla", "yksi", "kaksi", "kolme", "neljä", "viisi", "kuusi", "seitsemän", "kahdeksan", "yhdeksän", "kymmenen",
        "yksitoista", "kaksitoista", "kolmetoista", "neljätoista", "viisitoista", "kuusitoista", "seitsemäntoista",
        "kahdeksantoista", "yhdeksäntoista", "kaksikymmentä",
    ),
    "sv": (
        "noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv", "tretton",
        "fjorton", "femton", "sexton", "sjutton", "arton", "nitton", "tjugo",
    ),
    "en": (
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ),
    "se": (
        "nolla", "okta", "guokte", "golbma", "njeallje", "vihtta", "guhtta", "čieža", "gávcci", "ovcci", "logi",
    ),
}  # fmt: skip
_FI_NUMERAL_FORMS: Final = {
    2: "kahden kahta kahdessa kahdesta kahteen kahdella kahdelta kahdelle kahdeksi",
    3: "kolmen kolmea kolmessa kolmesta kolmeen kolmella kolmelta kolmelle kolmeksi",
    4: "neljän neljää neljässä neljästä neljään neljällä neljältä neljälle neljäksi",
    5: "viiden viittä viidessä viidestä viiteen viidellä viideltä viidelle viideksi",
    6: "kuuden kuutta kuudessa kuudesta kuuteen kuudella kuudelta kuudelle kuudeksi",
    7: "seitsemää seitsemässä seitsemästä seitsemään seitsemällä seitsemälle",
    8: "kahdeksaa kahdeksassa kahdeksasta kahdeksaan kahdeksalla kahdeksalle",
    9: "yhdeksää yhdeksässä yhdeksästä yhdeksään yhdeksällä yhdeksälle",
    10: "kymmentä kymmenessä kymmenestä kymmeneen kymmenellä kymmenelle",
    12: "kahdentoista kahtatoista kahteentoista kahdellatoista",
    100: "sata sadan sataa sadassa sadasta sataan sadalla sadalle",
    1000: "tuhat tuhannen tuhatta tuhanteen",
}
_NUMERAL_OF: Final = {
    language: {word: n for n, word in enumerate(words) if n >= 2} for language, words in _NUMERALS.items()
}
_NUMERAL_OF["fi"] |= {form: n for n, forms in _FI_NUMERAL_FORMS.items() for form in forms.split()}
_NUMERAL_OF["en"] |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "thousand": 1000}


def _compounds(tens: dict[str, int], units: dict[str, int], hundreds: str, thousands: str) -> dict[str, int]:
    """Numbers written as one word: sextiotvå, tvåhundra, tretusen."""
    found = {ten + unit: n + m for ten, n in tens.items() for unit, m in units.items()} | tens
    found |= {unit + hundreds: 100 * n for unit, n in units.items() if n > 1}
    return found | {unit + thousands: 1000 * n for unit, n in units.items() if n > 1}


_UNITS: Final = {language: dict(zip(_NUMERALS[language][1:10], range(1, 10), strict=True)) for language in ("fi", "sv")}
_TENS: Final = {
    "fi": {f"{unit}kymmentä": 10 * n for unit, n in _UNITS["fi"].items() if n > 1},
    "sv": {
        "tjugo": 20,
        "trettio": 30,
        "fyrtio": 40,
        "femtio": 50,
        "sextio": 60,
        "sjuttio": 70,
        "åttio": 80,
        "nittio": 90,
    },
}
_NUMERAL_OF["fi"] |= _compounds(_TENS["fi"], _UNITS["fi"], "sataa", "tuhatta")
_NUMERAL_OF["sv"] |= _compounds(_TENS["sv"], _UNITS["sv"] | {"en": 1}, "hundra", "tusen") | {
    "hundra": 100,
    "tusen": 1000,
}


def numerals(language: str) -> Mapping[str, int]:
    """The numbers from two up by the lower-case words that say them; empty for a language without a list.

    >>> numerals("fi")["kuusikymmentäkaksi"], numerals("sv")["sextiotvå"], "yksi" in numerals("fi")
    (62, 62, False)
    """
    return _NUMERAL_OF.get(language, {})
