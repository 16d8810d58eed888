"""To whom an official letter goes: "Jakelussa mainituille" at its head, the distribution list at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from sources.phrases import CONTACT

_I = re.IGNORECASE
_AT_HEAD = re.compile(
    r"(?:jakelun?\s+mukaan|jakelussa\s+mainit\w{1,12}|jakelu\s+(?:ohessa|liitteenä|lopussa)|jakelulistan\s+mukaan|vastaanottajat\s+jakelussa|"
    r"(?:till\s+)?(?:mottagarna\s+|dem\s+som\s+(?:nämns|anges|står)\s+)?(?:enligt|i|på|se)\s+(?:bifogade?\s+|separat\s+)?(?:sändlista|distributionslista|distribution)n?|"
    r"(?:(?:as\s+per|according\s+to|see)\s+(?:the\s+)?)distribution(?:\s+list)?|to\s+(?:the\s+)?(?:recipients|addressees)\s+(?:on|in)\s+the\s+distribution\s+list)"
    r"\s?[.:]?",
    _I,
)
_OPENS_LIST = re.compile(
    r"(?:jakelu(?:lista)?|jakelu\s+ja\s+tiedoksi|tiedoksi|sändlista|distributionslista|för\s+kännedom|distribution(?:\s+list)?|"
    r"for\s+information|copies\s+to|cc)",
    _I,
)
_ENCLOSED = re.compile(
    r"(?:liit(?:e|teet)|oheismateriaali|bilag(?:a|or)|appendix|appendices|enclosures?|attachments?)\b", _I
)
_PROSE, _HEAD = 80, 10  # characters of a paragraph of the letter proper; paragraphs that stand at its head


def addressees(paragraphs: Sequence[tuple[str, str]]) -> frozenset[int]:
    """Which paragraphs only say to whom a letter goes; each is given as the first cell of its first line and its text.

    A list goes on to the end, to the enclosures, to contacts or to a sentence.

    >>> letter = ["Jakelun mukaan", "Kutsumme järjestöt " * 6, "Johtaja Maija Mäki", "Jakelu", "Kunnat", "Liitteet: 1"]
    >>> sorted(addressees([(text, text) for text in letter]))
    [0, 3, 4]
    """
    found = {at for at, (_, text) in enumerate(paragraphs[:_HEAD]) if _AT_HEAD.fullmatch(text.strip())}
    read = False
    for at, (cell, text) in enumerate(paragraphs):
        if read and at not in found and opens_list(cell, text):
            found.add(at)
            found.update(at + 1 + n for n, _ in enumerate(takewhile(_is_addressee, paragraphs[at + 1 :])))
        read = read or len(text) > _PROSE
    return frozenset(found)


def opens_list(cell: str, text: str) -> bool:
    """ "Jakelu" in a cell or on a line of its own, or before a colon: never the first word of a sentence."""
    label, colon, _ = text.partition(":")
    alone = _OPENS_LIST.fullmatch(cell.strip(" :")) is not None
    return alone or (colon != "" and _OPENS_LIST.fullmatch(label.strip()) is not None)


def _is_addressee(paragraph: tuple[str, str]) -> bool:
    text = paragraph[1].strip()
    is_sentence = len(text) > _PROSE and text.endswith((".", "!", "?"))
    return not (is_sentence or CONTACT.match(text) or _ENCLOSED.match(text))
