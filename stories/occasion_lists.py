"""Lists whose lines begin with a day: "20.1 Näringskedjor i skärgården"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from stories.sentences import Sentence

_DAY_FIRST = re.compile(r"(?P<d>[12]\d|3[01]|0?[1-9])\.(?P<m>1[0-2]|0?[1-9])(?=\s+[^\W\d_])")


_DATED_CELL = re.compile(r"(?:[^\W\d_]{2,12}\.?\s)?\d{1,2}[./]\s?\d{1,2}")


def dotted_lists(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences, the days of a list's lines given the closing dot that tells them from numbers.

    >>> lines = (Sentence(text, 0, is_line=True) for text in ("20.1 Kaffe", "3.2 Vandring"))
    >>> [line.text for line in dotted_lists(lines)]
    ['20.1. Kaffe', '3.2. Vandring']
    """
    for _, block in groupby(sentences, key=lambda sentence: sentence.block):
        lines = list(block)
        hits = [_DAY_FIRST.match(line.text) if line.is_line else None for line in lines]
        days = [(int(hit["m"]), int(hit["d"])) for hit in hits if hit]
        if not _are_days(days):
            yield from lines
            continue
        for line, hit in zip(lines, hits, strict=True):
            yield replace(line, text=f"{hit[0]}.{line.text[hit.end() :]}") if hit else line


def one_day_a_line(text: str) -> str:
    """The text, a line that lists several days between bars broken at them: "12.1 Turku | 14.1 Pori".

    >>> one_day_a_line("ti 12.1. Turku | to 14.1. Pori")
    'ti 12.1. Turku\\nto 14.1. Pori'
    """
    return "\n".join(_cells(line) if line.count("|") else line for line in text.split("\n"))


def _cells(line: str) -> str:
    cells = [cell.strip() for cell in line.split("|")]
    dated = sum(_DATED_CELL.match(cell) is not None for cell in cells)
    return "\n".join(cells) if dated > 1 and dated >= len(cells) - 1 else line


def _are_days(days: Sequence[tuple[int, int]]) -> bool:
    """Whether the numbers run as days do: at least two, in order, and not the numbered headings 3.1, 3.2, 3.3."""
    ordered = all(first < second or (first[0] > 9 and second[0] < 4) for first, second in pairwise(days))
    return len(days) > 1 and ordered and len({day for _, day in days}) > 1
