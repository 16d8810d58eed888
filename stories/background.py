"""What chance agreement looks like for each text: the yardstick that tells an unusual likeness from a common one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from stories.comparison import FACTS, NAMES, WORDS, Bridge, Matrix, Side, scaled
from stories.habits import Habits, Numbers, distinct, of_kinds
from stories.profile import Profile

ALL: Final = WORDS + NAMES + FACTS
_POOL: Final = 120
_ENOUGH: Final = 12
_CHUNK: Final = 200
_TRUST: Final = 6
"""Strangers that the expectation below counts for: it speaks where a night holds only a handful of texts."""
_SOFT: Final = 0.15
_EXPECTED: Final[dict[str, tuple[float, float, float]]] = {ALL: (0.0, 0.03, 0.16), WORDS: (0.02, 0.033, 0.165)}
"""Chance likeness by kind of term: mean = first + second * root of the text's weight, and its spread."""
Stats = dict[str, tuple[float, float]]


def pool(profiles: Sequence[Profile], language: str) -> list[Profile]:
    """A fixed sample of the texts of one language, the same whatever their order."""
    held = [p for p in profiles if p.article.language == language]
    return sorted(held, key=lambda p: (crc32(p.article.article_id.encode()), p.article.article_id))[:_POOL]


def chance(
    profiles: Sequence[Profile], strangers: Sequence[Profile], habits: Habits, bridge: Bridge
) -> dict[str, Stats]:
    """Mean and spread of every text's likeness to other organisations' texts: by kinds of terms, then by article id."""
    stats: dict[str, Stats] = {kinds: {} for kinds in _EXPECTED}
    if not profiles:
        return stats
    crowd = _Crowd(profiles, strangers, habits, bridge) if strangers else None
    for start in range(0, len(profiles), _CHUNK):
        part = profiles[start : start + _CHUNK]
        worth = [_worth(habits, profile) for profile in part]
        weights = np.array([one.sum(1) for one in worth]).T
        likeness = crowd.likeness(part, worth, weights) if crowd else np.zeros((2, len(part), 0), np.float32)
        for number, (kinds, found) in enumerate(stats.items()):
            found.update(_spreads(part, strangers, likeness[number], weights[number], kinds))
    return stats


class _Crowd:
    """Strangers, and how surely the terms of some texts of another language find partners in each of them.

    A text holds a hundredth of all terms: its own are picked out, and nothing is multiplied by nought. Matrices of
    two rows hold weights of all terms that count, and of words alone.
    """

    def __init__(
        self, profiles: Sequence[Profile], strangers: Sequence[Profile], habits: Habits, bridge: Bridge
    ) -> None:
        self._habits, other = habits, Side(strangers, habits)
        numbers = habits.vocabularies[profiles[0].article.language].held([habits.of(p).numbers for p in profiles])
        links = bridge.between(numbers, other.numbers)
        self._hits = links.hits(other.weights > 0)
        linked = distinct(links.left)
        self._row = np.full(len(habits.vocabularies[profiles[0].article.language].terms), -1, np.intp)
        self._row[numbers[linked]] = np.arange(len(linked))
        self._first = np.r_[np.searchsorted(links.left, linked), len(links.left)]
        self._partner, self._trust = links.right, links.trust
        self._terms = [np.searchsorted(other.numbers, habits.of(p).numbers) for p in strangers]
        self._worth = [_worth(habits, p) for p in strangers]
        self._wholes = np.array([worth.sum(1) for worth in self._worth], np.float32).T

    def likeness(self, profiles: Sequence[Profile], worth: Sequence[Matrix], weights: Matrix) -> Matrix:
        """How much every text is like every stranger: of shape (2, texts, strangers)."""
        rows = [self._row[self._habits.of(profile).numbers] for profile in profiles]
        held = [row >= 0 for row in rows]
        mine = np.stack(
            [one[:, here] @ self._hits[row[here]] for one, row, here in zip(worth, rows, held, strict=True)], axis=1
        )
        found = self._found(rows)
        theirs = np.stack([one @ found[terms] for one, terms in zip(self._worth, self._terms, strict=True)], axis=2)
        return scaled(mine, theirs, weights[:, :, None], self._wholes[:, None, :])

    def _found(self, rows: Sequence[Numbers]) -> Matrix:
        """How surely each of the strangers' terms finds a partner in each text."""
        held = np.concatenate(rows)
        texts = np.repeat(np.arange(len(rows)), [len(row) for row in rows])[held >= 0]
        held = held[held >= 0]
        sizes = self._first[held + 1] - self._first[held]
        ends = np.cumsum(sizes)
        flat = np.arange(int(sizes.sum())) + np.repeat(self._first[held] - ends + sizes, sizes)
        found = np.zeros((max(int(terms.max(initial=-1)) for terms in self._terms) + 1, len(rows)), np.float32)
        np.maximum.at(found.reshape(-1), self._partner[flat] * len(rows) + np.repeat(texts, sizes), self._trust[flat])
        return found


def _worth(habits: Habits, profile: Profile) -> Matrix:
    """What a text's terms are worth: first all kinds that count, then words alone."""
    told = habits.of(profile)
    kinds = habits.vocabularies[profile.article.language].kinds[told.numbers]
    return np.stack([told.worth * of_kinds(kinds, counted) for counted in _EXPECTED])


def _spreads(
    profiles: Sequence[Profile], strangers: Sequence[Profile], likeness: Matrix, weights: Matrix, kinds: str
) -> Stats:
    """Mean and spread without the likest thirtieth (a true partner may be there), drawn towards what is expected."""
    first, slope, expected_spread = _EXPECTED[kinds]
    others = _others(profiles, strangers)
    sizes = others.sum(1)
    counts = np.where(sizes > 2, sizes - np.maximum(1, sizes // 30), 0)
    rising = np.sort(np.where(others, likeness, np.inf), axis=1)
    means, spreads = np.zeros(len(profiles)), np.zeros(len(profiles))
    for count in set(counts.tolist()) - {0}:
        kept = rising[counts == count, :count]
        means[counts == count], spreads[counts == count] = kept.mean(1), kept.std(1)
    share = counts / (counts + _TRUST)
    means = share * means + (1 - share) * (first + slope * weights.astype(np.float64) ** 0.5)
    spreads = share * spreads + (1 - share) * expected_spread
    names = (profile.article.article_id for profile in profiles)
    return dict(zip(names, zip(means.tolist(), spreads.tolist(), strict=True), strict=True))


def _others(profiles: Sequence[Profile], strangers: Sequence[Profile]) -> NDArray[np.bool_]:
    """Texts of other organisations; where there are too few, all: one's own are mostly other news too."""
    owners = np.array([profile.article.organisation for profile in strangers], np.str_)
    foreign = np.array([owners != profile.article.organisation for profile in profiles], np.bool_)
    foreign[foreign.sum(1) < _ENOUGH] = True
    return foreign


def unusual(
    likeness: Matrix, left: Sequence[tuple[float, float]], right: Sequence[tuple[float, float]]
) -> tuple[Matrix, Matrix]:
    """How many spreads above chance each pair is, seen from the left and from the right."""
    a, b = np.array(left, np.float32), np.array(right, np.float32)
    from_left: Matrix = (likeness - a[:, :1]) / (a[:, 1:] + _SOFT)
    from_right: Matrix = (likeness - b[:, 0][None, :]) / (b[:, 1][None, :] + _SOFT)
    return from_left, from_right
