"""What chance agreement looks like for each text: the yardstick that tells an unusual likeness from a common one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from stories.comparison import FACTS, NAMES, WORDS, Bridge, Comparison, Matrix, Side
from stories.habits import Habits
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
    if not strangers:
        return {kinds: _expected(profiles, habits, kinds) for kinds in stats}
    other = Side(strangers, habits)
    for start in range(0, len(profiles), _CHUNK):
        side = Side(profiles[start : start + _CHUNK], habits)
        comparison = Comparison(side, other, bridge)
        for kinds, found in stats.items():
            found.update(_spreads(side, strangers, comparison.base(kinds), kinds))
    return stats


def _spreads(side: Side, strangers: Sequence[Profile], likeness: Matrix, kinds: str) -> Stats:
    weight = side.weights[:, side.of(kinds)].sum(1)
    owners = {profile.article.organisation for profile in side.profiles}
    others = {owner: _others(owner, strangers) for owner in owners}
    return {
        profile.article.article_id: _spread(
            likeness[row, others[profile.article.organisation]], float(weight[row]), kinds
        )
        for row, profile in enumerate(side.profiles)
    }


def _expected(profiles: Sequence[Profile], habits: Habits, kinds: str) -> Stats:
    """Where there are no strangers, what is expected stands alone."""
    if not profiles:
        return {}
    side = Side(profiles, habits)
    return _spreads(side, (), np.zeros((len(profiles), 0), np.float32), kinds)


def unusual(
    likeness: Matrix, left: Sequence[tuple[float, float]], right: Sequence[tuple[float, float]]
) -> tuple[Matrix, Matrix]:
    """How many spreads above chance each pair is, seen from the left and from the right."""
    a, b = np.array(left, np.float32), np.array(right, np.float32)
    from_left: Matrix = (likeness - a[:, :1]) / (a[:, 1:] + _SOFT)
    from_right: Matrix = (likeness - b[:, 0][None, :]) / (b[:, 1][None, :] + _SOFT)
    return from_left, from_right


def _others(owner: str, strangers: Sequence[Profile]) -> NDArray[np.intp]:
    """Texts of other organisations; where there are too few, all: one's own are mostly other news too."""
    foreign = [n for n, p in enumerate(strangers) if p.article.organisation != owner]
    return np.array(foreign if len(foreign) >= _ENOUGH else range(len(strangers)), np.intp)


def _spread(likeness: Matrix, weight: float, kinds: str) -> tuple[float, float]:
    """Mean and spread without the likest thirtieth (a true partner may be there), drawn towards what is expected."""
    first, slope, expected_spread = _EXPECTED[kinds]
    expected = first + slope * weight**0.5
    count = len(likeness) - max(1, len(likeness) // 30) if len(likeness) > 2 else 0
    kept = np.sort(likeness)[:count]
    if not count:
        return expected, expected_spread
    share = count / (count + _TRUST)
    mean = share * float(kept.mean()) + (1 - share) * expected
    return mean, share * float(kept.std()) + (1 - share) * expected_spread
