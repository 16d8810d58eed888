"""How surprising agreements are: a partner that most texts give says little, one that no other gives says much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stories.comparison import FACTS, NAMES, WORDS, Bridge, Comparison, Matrix, Side
from stories.habits import Numbers, distinct

_ALL: Final = WORDS + NAMES + FACTS
_SHARE: Final = 0.01
"""The share of texts that are expected to give a term a partner by chance, before any have been looked at."""
_STRANGERS: Final = 30
"""Texts that this expectation counts for."""
_ARCHIVE: Final = 12
"""Texts of a block that the whole archive's share counts for: what an organisation always says, it says by habit."""
_MOST: Final = 5.0
"""The most that one agreement can say: beyond that it only tells how many texts there were to look at."""


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """What is expected of one language's terms, along its vocabulary: `share` of the other language's texts that give
    a term a partner, and whether it is `findable` there at all."""

    share: Matrix
    findable: NDArray[np.bool_]

    def of(self, side: Side) -> Expected:
        """The same for the terms of one side."""
        return Expected(self.share[side.numbers], self.findable[side.numbers])


def expected(numbers: Numbers, bridge: Bridge, strangers: Side) -> Expected:
    """What a sample of the other language's texts gives these terms; one text is left out, the partner looked for."""
    share = np.zeros(len(bridge.findable), np.float32)
    links = bridge.between(numbers, strangers.numbers)
    hits = np.zeros((len(numbers), len(strangers.weights)), np.float32)
    hits[distinct(links.left)] = links.hits(strangers.weights > 0)
    share[numbers] = _without_one(hits, np.float32(_SHARE), _STRANGERS)
    return Expected(share, bridge.findable)


def surprising(comparison: Comparison, left: Expected, right: Expected) -> dict[str, Matrix]:
    """Every pair's figures: how much its agreements say, for itself and for its length, and what of the findable was
    found and missed, each on the poorer and on the richer side."""
    a = _Half(comparison.left, comparison.linked_left, comparison.hits_left, left)
    b = _Half(comparison.right, comparison.linked_right, comparison.hits_right, right)
    told = np.log1p(a.told), np.log1p(b.told.T)
    dense = a.told / np.sqrt(a.findable + 3), (b.told / np.sqrt(b.findable + 3)).T
    found = a.matched / (a.whole + 1.5), (b.matched / (b.whole + 1.5)).T
    missed = (np.log1p(np.maximum(half.whole - half.matched, 0)) for half in (a, b))
    missed_left, missed_right = missed
    by_kind = {
        f"told_{name}": np.log1p(np.minimum(a.of[kinds], b.of[kinds].T)).astype(np.float32)
        for name, kinds in (("words", WORDS), ("names", NAMES), ("facts", FACTS))
    }
    figures = {"told": told, "dense": dense, "found": found, "missed": (missed_left, missed_right.T)}
    return by_kind | {
        f"{name}_{word}": pick(*both).astype(np.float32)
        for name, both in figures.items()
        for word, pick in (("min", np.minimum), ("max", np.maximum))
    }


class _Half:
    """One side's terms against the other side's texts; matrices of shape (own texts, other texts or 1)."""

    def __init__(self, side: Side, linked: Numbers, hits: Matrix, known: Expected) -> None:
        kept = side.of(_ALL)
        hit, hits = linked[kept[linked]], hits[kept[linked]]
        share = _without_one(hits, known.share[hit], _ARCHIVE)
        says = np.minimum(-np.log(share), _MOST).astype(np.float32)
        self.of: dict[str, Matrix] = {}
        for kinds in (WORDS, NAMES, FACTS):
            some = side.of(kinds)[hit]
            self.of[kinds] = ((side.weights[:, hit[some]] > 0) * says[some]) @ hits[some]
        self.told: Matrix = self.of[WORDS] + self.of[NAMES] + self.of[FACTS]
        self.matched: Matrix = (side.weights[:, hit] * known.findable[hit]) @ hits
        sought = side.weights[:, kept & known.findable]
        self.whole: Matrix = sought.sum(1)[:, None]
        self.findable: Matrix = (sought > 0).sum(1)[:, None].astype(np.float32)


def _without_one(hits: Matrix, share: Matrix | np.float32, count: int) -> Matrix:
    """The share of texts that hit, `share` counting for `count` of them, without the one that would be the partner."""
    others = np.maximum(hits.sum(1) - 1, 0)
    mixed: Matrix = ((others + count * share) / (hits.shape[1] - 1 + count)).astype(np.float32)
    return mixed
