"""Which words stand for each other in pairs of texts that tell the same: IBM's first model, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Texts = Sequence[tuple[Sequence[str], Sequence[str]]]
_ROUNDS: Final = 8
_NOBODY: Final = 0.02
"""What nothing explains of every word: not all that is said in one text is said in the other."""
_HEAD_START: Final = 20.0
_Cells = NDArray[np.int64]
_Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """Two words, how surely they stand for each other (0-1, both ways), and in how many pairs of texts both stand."""

    left: str
    right: str
    trust: float
    together: int


def align(texts: Texts, known: Mapping[str, Sequence[str]]) -> Iterator[Aligned]:
    """Word pairs of pairs of texts, each given as its distinct words; `known` translations explain theirs first."""
    lefts = _numbered(word for left, _ in texts for word in left)
    rights = _numbered(word for _, right in texts for word in right)
    row, column, text = _cells(texts, lefts, rights)
    if not len(row):
        return
    codes, cell = np.unique(row * len(rights) + column, return_inverse=True)
    left, right = codes // len(rights), codes % len(rights)
    names, others = list(lefts), list(rights)
    start = np.array(
        [_HEAD_START if others[r] in known.get(names[n], ()) else 1.0 for n, r in zip(left, right, strict=True)]
    )
    forth = _likely(start, cell, left, text * len(rights) + column)
    back = _likely(start, cell, right, text * len(lefts) + row)
    together = np.bincount(cell)
    for n in np.argsort(-(forth * back), kind="stable"):
        trust = float(np.sqrt(forth[n] * back[n]))
        yield Aligned(left=names[left[n]], right=others[right[n]], trust=trust, together=int(together[n]))


def _numbered(words: Iterator[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(sorted(set(words)))}


def _cells(texts: Texts, lefts: Mapping[str, int], rights: Mapping[str, int]) -> tuple[_Cells, _Cells, _Cells]:
    """Every meeting of a left with a right word, as their numbers and the number of the text they meet in."""
    rows, columns, numbers = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for number, (left, right) in enumerate(texts):
        a, b = np.array([lefts[w] for w in left], np.int64), np.array([rights[w] for w in right], np.int64)
        rows.append(np.repeat(a, len(b)))
        columns.append(np.tile(b, len(a)))
        numbers.append(np.full(len(a) * len(b), number, np.int64))
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(numbers)


def _likely(start: _Shares, cell: NDArray[np.intp], giver: _Cells, taker: _Cells) -> _Shares:
    """How likely each giver makes each taker, by expectation and maximisation over all meetings."""
    _, place = np.unique(taker, return_inverse=True)
    chance = _shared(start, giver)
    for _ in range(_ROUNDS):
        weight = chance[cell]
        explained: _Shares = weight / (np.bincount(place, weight) + _NOBODY)[place]
        chance = _shared(np.bincount(cell, explained, len(start)), giver)
    return chance


def _shared(amounts: NDArray[Any], giver: _Cells) -> _Shares:
    whole = np.bincount(giver, amounts)
    shares: _Shares = amounts / np.maximum(whole[giver], 1e-12)
    return shares
