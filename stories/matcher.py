"""The text matcher: every pair of a language pair's blocks with its log-odds and what they rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stories.background import ALL, Stats, chance, pool, unusual
from stories.blocks import WINDOW, Block, blocks, near
from stories.comparison import WORDS, Bridge, Comparison, Matrix, Side
from stories.habits import Habits
from stories.lexicon import Lexicon
from stories.lexicon import lexicon as shipped_lexicon
from stories.model import Article
from stories.profile import Profile, Term, profile

_SAY: Final = 4
_NOTHING: Final = -1.0


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
        self, articles: Sequence[Article], window: timedelta = WINDOW, *, lexicon: Lexicon | None = None
    ) -> None:
        self._articles, self._window = articles, window
        self._lexicon = lexicon or shipped_lexicon()
        self.profiles = {a.article_id: profile(a) for a in articles}
        self._all = list(self.profiles.values())
        self._habits = Habits(self._all)

    def compared(self, left: str, right: str, new: Collection[str] | None) -> Iterator[Compared]:
        """Every pair near in time in the blocks of two languages."""
        found = list(blocks(self._articles, left, right, new, self._window))
        if not found:
            return
        pools = pool(self._all, left), pool(self._all, right)
        lefts = self._held([b.left for b in found])
        rights = self._held([b.right for b in found])
        forth, back = self._bridge([*rights, *pools[1]], right), self._bridge([*lefts, *pools[0]], left)
        from_left = chance(lefts, pools[1], self._habits, forth)
        from_right = chance(rights, pools[0], self._habits, back)
        stats = {kinds: (from_left[kinds], from_right[kinds]) for kinds in (ALL, WORDS)}
        for block in found:
            yield from self._block(block, forth, stats)

    def _held(self, groups: Sequence[Sequence[Article]]) -> list[Profile]:
        ids = sorted({a.article_id for group in groups for a in group})
        return [self.profiles[i] for i in ids]

    def _side(self, articles: Sequence[Article]) -> Side:
        return Side([self.profiles[a.article_id] for a in articles], self._habits)

    def _bridge(self, profiles: Sequence[Profile], language: str) -> Bridge:
        terms: set[Term] = {t for p in profiles for t in p.counts if t.weight > 0}
        return Bridge(sorted(terms, key=lambda t: (t.kind, t.key, t.lemmas)), language, self._lexicon)

    def _block(self, block: Block, bridge: Bridge, stats: Mapping[str, tuple[Stats, Stats]]) -> Iterator[Compared]:
        left, right = self._side(block.left), self._side(block.right)
        comparison = Comparison(left, right, bridge)
        features = comparison.features() | _unusual(comparison, block, stats)
        close = np.array([[near(a, b, self._window) for b in block.right] for a in block.left])
        features |= _rivals(features["z_min"], close)
        foreign = float({left.language, right.language} != {"fi", "sv"})
        for row, first in enumerate(block.left):
            for column, second in enumerate(block.right):
                if close[row, column]:
                    yield Compared(
                        first.article_id,
                        second.article_id,
                        {name: float(values[row, column]) for name, values in features.items()} | {"foreign": foreign},
                        comparison.shared(row, column, _SAY),
                    )


def _rivals(likeness: Matrix, close: NDArray[np.bool_]) -> dict[str, Matrix]:
    """How far each pair is ahead of the best other pair of either text, and how many others there are."""
    seen = np.where(close, likeness, _NOTHING).astype(np.float32)
    crowd = np.log1p(np.maximum(close.sum(1)[:, None], close.sum(0)[None, :])).astype(np.float32)
    return {"ahead_left": _ahead(seen), "ahead_right": _ahead(seen.T).T, "crowd": crowd}


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
