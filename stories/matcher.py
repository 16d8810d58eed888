"""The text matcher: every pair of a language pair's blocks with its log-odds and what they rest on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log1p
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stories.background import ALL, Stats, chance, pool, unusual
from stories.blocks import WINDOW, Block, blocks, moment
from stories.comparison import WORDS, Bridge, Comparison, Matrix, Side
from stories.habits import Habits, Numbers, Vocabulary
from stories.lexicon import Lexicon
from stories.lexicon import lexicon as shipped_lexicon
from stories.model import Article
from stories.profile import Profile, profile
from stories.surprise import Expected, expected, surprising

Likely = Callable[[Mapping[str, Matrix]], NDArray[np.bool_]]
_START: Final = datetime(2000, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_SAY: Final = 4
_NOTHING: Final = -1.0
_FEW: Final = log1p(10)
"""As many candidates as a busy organisation gives; each further doubling makes a chance likeness twice as probable."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One pair's figures: features by name, the weight of the shorter text, and the terms that matched best."""

    left: str
    right: str
    features: Mapping[str, float]
    shared: tuple[str, ...]


class Matcher:
    """Profiles, habits and chance of one set of articles; compares the blocks of a language pair."""

    def __init__(
        self,
        articles: Sequence[Article],
        window: timedelta = WINDOW,
        *,
        lexicon: Lexicon | None = None,
        profiles: Mapping[str, Profile] | None = None,
        owners: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._articles, self._window, self._owners = articles, window, owners or {}
        self._lexicon = lexicon or shipped_lexicon()
        known = profiles or {}
        self.profiles = {a.article_id: known.get(a.article_id) or profile(a) for a in articles}
        self._all = list(self.profiles.values())
        self._habits = Habits(self._all)

    def compared(
        self,
        left: str,
        right: str,
        new: Collection[str] | None,
        likely: Likely | None = None,
        told: Collection[tuple[str, str]] = (),
    ) -> Iterator[Compared]:
        """Every pair near in time in the blocks of two languages; with `likely` only those, and those `told` (ordered).

        `likely` says of a whole block's figures which pairs are worth putting into words.
        """
        found = list(blocks(self._articles, left, right, new, self._window, self._owners))
        if not found:
            return
        pools = pool(self._all, left), pool(self._all, right)
        lefts = self._held([b.left for b in found])
        rights = self._held([b.right for b in found])
        forth, back = self._bridge(lefts, [*rights, *pools[1]]), self._bridge(rights, [*lefts, *pools[0]])
        from_left = chance(lefts, pools[1], self._habits, forth)
        from_right = chance(rights, pools[0], self._habits, back)
        stats = {kinds: (from_left[kinds], from_right[kinds]) for kinds in (ALL, WORDS)}
        usual = self._expected(lefts, pools[1], forth), self._expected(rights, pools[0], back)
        for block in found:
            yield from self._block(block, forth, stats, usual, likely, told)

    def _held(self, groups: Sequence[Sequence[Article]]) -> list[Profile]:
        ids = sorted({a.article_id for group in groups for a in group})
        return [self.profiles[i] for i in ids]

    def _side(self, articles: Sequence[Article]) -> Side:
        return Side([self.profiles[a.article_id] for a in articles], self._habits)

    def _bridge(self, lefts: Sequence[Profile], rights: Sequence[Profile]) -> Bridge:
        (left, own), (right, other) = self._terms(lefts), self._terms(rights)
        return Bridge(own, left, other, right, rights[0].article.language, self._lexicon)

    def _expected(self, profiles: Sequence[Profile], strangers: Sequence[Profile], bridge: Bridge) -> Expected:
        return expected(self._terms(profiles)[1], bridge, Side(strangers, self._habits))

    def _terms(self, profiles: Sequence[Profile]) -> tuple[Vocabulary, Numbers]:
        known = self._habits.vocabularies[profiles[0].article.language]
        return known, known.held([self._habits.of(p).numbers for p in profiles])

    def _block(
        self,
        block: Block,
        bridge: Bridge,
        stats: Mapping[str, tuple[Stats, Stats]],
        usual: tuple[Expected, Expected],
        likely: Likely | None,
        told: Collection[tuple[str, str]],
    ) -> Iterator[Compared]:
        left, right = self._side(block.left), self._side(block.right)
        comparison = Comparison(left, right, bridge)
        features = comparison.features() | _unusual(comparison, block, stats)
        features |= surprising(comparison, usual[0].of(left), usual[1].of(right))
        close = _close(block, self._window)
        features |= _rivals(features["z_min"], close)
        foreign = float({left.language, right.language} != {"fi", "sv"})
        features["foreign"] = np.full(close.shape, foreign, np.float32)
        wanted = close if likely is None else close & (likely(features) | _told(block, told))
        for row, column in np.argwhere(wanted).tolist():
            yield Compared(
                block.left[row].article_id,
                block.right[column].article_id,
                {name: float(values[row, column]) for name, values in features.items()},
                comparison.shared(row, column, _SAY),
            )


def _close(block: Block, window: timedelta) -> NDArray[np.bool_]:
    """Which pairs came out close enough to be versions of one text."""
    left, right = ([(moment(a) - _START) // _TICK for a in side] for side in (block.left, block.right))
    apart = np.abs(np.array(left, np.int64)[:, None] - np.array(right, np.int64)[None, :])
    found: NDArray[np.bool_] = apart <= window // _TICK
    return found


def _told(block: Block, told: Collection[tuple[str, str]]) -> NDArray[np.bool_]:
    """Which pairs of a block are among these."""
    found = np.zeros((len(block.left), len(block.right)), np.bool_)
    lefts = {a.article_id: n for n, a in enumerate(block.left)}
    rights = {a.article_id: n for n, a in enumerate(block.right)}
    for first, second in told:
        for one, other in ((first, second), (second, first)):
            if one in lefts and other in rights:
                found[lefts[one], rights[other]] = True
    return found


def _rivals(likeness: Matrix, close: NDArray[np.bool_]) -> dict[str, Matrix]:
    """How far each pair is ahead of the best other pair of either text, and how many others there are."""
    seen = np.where(close, likeness, _NOTHING).astype(np.float32)
    crowd = np.log1p(np.maximum(close.sum(1)[:, None], close.sum(0)[None, :])).astype(np.float32)
    throng = np.maximum(crowd - _FEW, 0).astype(np.float32)
    return {"ahead_left": _ahead(seen), "ahead_right": _ahead(seen.T).T, "crowd": crowd, "throng": throng}


def _ahead(seen: Matrix) -> Matrix:
    """Each value less the greatest other value of its row; bounded, for beyond a point it says nothing more."""
    padded = np.c_[seen, np.full((len(seen), 1), _NOTHING, np.float32)]
    top = -np.sort(-padded, axis=1)[:, :2]
    best_other = np.where(seen >= top[:, :1], top[:, 1:], top[:, :1])
    ahead: Matrix = np.clip(seen - np.maximum(best_other, _NOTHING), -3, 4).astype(np.float32)
    return ahead


def _unusual(comparison: Comparison, block: Block, stats: Mapping[str, tuple[Stats, Stats]]) -> dict[str, Matrix]:
    found: dict[str, Matrix] = {}
    for kinds, prefix in ((ALL, ""), (WORDS, "w")):
        lefts, rights = stats[kinds]
        base = comparison.base(kinds)
        seen = unusual(base, [lefts[a.article_id] for a in block.left], [rights[a.article_id] for a in block.right])
        found |= {f"{prefix}base": base, f"{prefix}z_min": np.minimum(*seen), f"{prefix}z_max": np.maximum(*seen)}
    return found
