"""Words that make an item another piece of news about an old one: corrected, extended, cancelled."""

from __future__ import annotations

import re
from typing import Final

_MARKS: Final = {
    "correction": re.compile(
        r"\A(?:korjaus|korjattu|täsmennys|tarkennus|precisering|korrigering|correction|corrected|clarification)\b"
        r"|\b(?:oikaisu|oikaistaan|rättelse|correction)\b"
        r"|\bkorja(?:us|amme|taan|ttu)\s(?:\w{1,20}\s){0,2}(?:tiedot|uutis|ilmoituk)",
        re.IGNORECASE,
    ),
    "extension": re.compile(
        r"(?:aikaa?|haku(?:a)?|ilmoittautumi\w{1,6})\s(?:on\s)?(?:jatk|piden)"
        r"|(?:haku|lausunto|vastaus)aikaa?\b.{0,40}\b(?:jatk|piden)"
        r"|jatkettu\w{0,3}\s(?:haku|lausunto|vastaus)?aika|\blisäaika"
        r"|\bförläng|\bmer tid\b|\bextended\b|\bextension of\b",
        re.IGNORECASE,
    ),
    "cancellation": re.compile(
        r"\b(?:peruttu|peruutettu|perutaan|peruuntu|ställs in\b|är inställ|inställ[dt]\Z|avlys|cancelled)",
        re.IGNORECASE,
    ),
}
_SIGNS: Final = {
    "correction": (
        "korja", "täsmenn", "tarkenn", "preciser", "korriger", "correct", "clarif", "oikais", "rättels",
    ),
    "extension": ("jatk", "piden", "lisäaika", "förläng", "mer tid", "exten"),
    "cancellation": ("peru", "ställ", "avlys", "cancelled"),
}  # fmt: skip
"""What a text must hold for a mark to be worth looking for."""


def marks(text: str) -> frozenset[str]:
    """Which marks a text carries, in any of the languages; a headline's own stand at its very beginning.

    >>> sorted(marks("Rättelse: ansökningstiden har förlängts"))
    ['correction', 'extension']
    """
    head = text[:8_000]
    lower = head.lower()
    likely = (name for name, signs in _SIGNS.items() if any(sign in lower for sign in signs))
    return frozenset(name for name in likely if _MARKS[name].search(head))
