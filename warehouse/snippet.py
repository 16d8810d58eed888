"""The place of a text where the words that were asked for stand."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_BEFORE: Final = 60  # characters kept before the first of the words


def snippet(text: str, forms: Collection[str], *, width: int = 200) -> str:
    """A piece of the text of about `width` characters where most of the `forms` (lower case) stand, on one line.

    A text without any of them gives its beginning.

    >>> snippet("Kokous pidettiin. " * 9 + "Järjestöt tekevät yhteistyötä.", {"järjestöt", "yhteistyötä"}, width=90)
    '… Kokous pidettiin. Kokous pidettiin. Kokous pidettiin. Järjestöt tekevät yhteistyötä.'
    """
    line = " ".join(text.split())
    hits = _hits(line, forms)
    start = max(0, _best(hits, width - _BEFORE) - _BEFORE)
    if start:
        start = line.find(" ", start) + 1
    end = len(line) if start + width >= len(line) else line.rfind(" ", start, start + width)
    end = end if end > start else start + width
    return f"{'… ' if start else ''}{line[start:end]}{' …' if end < len(line) else ''}"


def _hits(line: str, forms: Collection[str]) -> list[tuple[int, str]]:
    """Where the forms stand as words; where none does, the compounds that begin or end with one."""
    words = [(word.start(), word[0].lower()) for word in _WORD.finditer(line)]
    return [hit for hit in words if hit[1] in forms] or [hit for hit in words if _is_compound(hit[1], forms)]


def _is_compound(word: str, forms: Collection[str]) -> bool:
    return any(word[cut:] in forms or word[:cut] in forms for cut in range(4, min(len(word), 40) - 3))


def _best(hits: list[tuple[int, str]], width: int) -> int:
    """Where the stretch begins that holds the most different words; the first of equals."""
    best, most = 0, 0
    for number, (start, _) in enumerate(hits[:500]):
        here = len({word for at, word in hits[number : number + 40] if at < start + width})
        if here > most:
            best, most = start, here
    return best
