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
    profiles: Sequence[Profile], strangers: Sequence[Profile], habits: Habits, bridge: Bridge, kinds: str
) -> Stats:
    """Mean and spread of every text's likeness to texts of other organisations, by article id."""
    stats: Stats = {}
    for start in range(0, len(profiles), _CHUNK):
        chunk = profiles[start : start + _CHUNK]
        side = Side(chunk, habits)
        likeness = _likeness(side, strangers, habits, bridge, kinds)
        weight = side.weights[:, side.of(kinds)].sum(1)
        for row, profile in enumerate(chunk):
            others = likeness[row, _others(profile, strangers)]
            stats[profile.article.article_id] = _spread(others, float(weight[row]), kinds)
    return stats


def unusual(
    likeness: Matrix, left: Sequence[tuple[float, float]], right: Sequence[tuple[float, float]]
) -> tuple[Matrix, Matrix]:
    """How many spreads above chance each pair is, seen from the left and from the right."""
    a, b = np.array(left, np.float32), np.array(right, np.float32)
    from_left: Matrix = (likeness - a[:, :1]) / (a[:, 1:] + _SOFT)
    from_right: Matrix = (likeness - b[:, 0][None, :]) / (b[:, 1][None, :] + _SOFT)
    return from_left, from_right


def _likeness(side: Side, strangers: Sequence[Profile], habits: Habits, bridge: Bridge, kinds: str) -> Matrix:
    if not strangers:
        return np.zeros((len(side.profiles), 0), np.float32)
    return Comparison(side, Side(strangers, habits), bridge).base(kinds)


def _others(profile: Profile, strangers: Sequence[Profile]) -> NDArray[np.intp]:
    """Texts of other organisations; where there are too few, all: one's own are mostly other news too."""
    foreign = [n for n, p in enumerate(strangers) if p.article.organisation != profile.article.organisation]
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
