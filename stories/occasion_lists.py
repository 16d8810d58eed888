"""Lists whose lines begin with a day: "20.1 Näringskedjor i skärgården"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from stories.sentences import Sentence

_DAY_FIRST = re.compile(r"(?P<d>[12]\d|3[01]|0?[1-9])\.(?P<m>1[0-2]|0?[1-9])(?=\s+[^\W\d_])")


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


def _are_days(days: Sequence[tuple[int, int]]) -> bool:
    """Whether the numbers run as days do: at least two, in order, and not the numbered headings 3.1, 3.2, 3.3."""
    ordered = all(first < second or (first[0] > 9 and second[0] < 4) for first, second in pairwise(days))
    return len(days) > 1 and ordered and len({day for _, day in days}) > 1
