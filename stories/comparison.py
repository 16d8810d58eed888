"""Texts of two languages laid side by side: for every pair, what finds a partner and what does not, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stories.habits import LEAD, TITLE, TOPIC, Habits, Numbers, Vocabulary, distinct, of_kinds
from stories.lexicon import Lexicon
from stories.partners import Partners
from stories.profile import Profile, Term

Matrix = NDArray[np.float32]
WORDS: Final = "W"
NAMES: Final = "NG"
FACTS: Final = "D#%OLTPE"
_SORTS: Final = (WORDS, NAMES, "DT", "#%OL", "PE")
"""Kinds that are always counted together."""
_TERMS: Final = 1_000
"""Terms whose links are laid out at once: all of a night's would not fit into a small machine's memory."""
_ZONES: Final = {"title": TITLE, "lead": LEAD, "topic": TOPIC}


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Which terms are partners and how surely: three arrays, one entry a link, ordered by `left`, then `right`."""

    left: Numbers
    right: Numbers
    trust: Matrix

    def turned(self) -> Links:
        """The same links seen from the right."""
        order = np.lexsort((self.left, self.right))
        return Links(self.right[order], self.left[order], self.trust[order])

    def hits(self, held: NDArray[np.bool_]) -> Matrix:
        """How surely each linked left term finds a partner in each text; `held`: which text holds which term."""
        starts = np.searchsorted(self.left, distinct(self.left))
        found = np.zeros((len(starts), len(held)), np.float32)
        texts = np.ascontiguousarray(held.T)
        for first in range(0, len(starts), _TERMS):
            rows = starts[first : first + _TERMS]
            end = int(starts[first + _TERMS]) if first + _TERMS < len(starts) else len(self.left)
            trusts = texts[self.right[rows[0] : end]] * self.trust[rows[0] : end, None]
            found[first : first + _TERMS] = np.maximum.reduceat(trusts, rows - rows[0], axis=0)
        return found


class Bridge:
    """Partners of terms of one language among some terms of another, found once and kept.

    `findable` says along the left vocabulary which of them could have a partner in any text: a name, a fact, a word
    that the lexicon has. That another finds none says nothing.
    """

    def __init__(
        self, lefts: Numbers, left: Vocabulary, rights: Numbers, right: Vocabulary, language: str, lexicon: Lexicon
    ) -> None:
        partners = Partners([right.terms[n] for n in rights], language, lexicon)
        found = [partners.of(left.terms[n]) for n in lefts]
        sizes = np.array([len(links) for links in found], np.intp)
        flat = [link for links in found for link in sorted(links.items())]
        self._starts = np.zeros(len(left.terms) + 1, np.intp)
        self._starts[lefts + 1] = sizes
        self._starts = np.cumsum(self._starts)
        self._rights = rights[np.array([n for n, _ in flat], np.intp)]
        self._trusts = np.array([trust for _, trust in flat], np.float32)
        self._place = np.full(len(right.terms), -1, np.intp)
        self.findable = np.zeros(len(left.terms), np.bool_)
        self.findable[lefts] = [_findable(left.terms[n], language, lexicon) for n in lefts]

    def between(self, lefts: Numbers, rights: Numbers) -> Links:
        """The links between some terms of either side, as places among those."""
        sizes = self._starts[lefts + 1] - self._starts[lefts]
        ends = np.cumsum(sizes)
        flat = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self._starts[lefts] - ends + sizes, sizes)
        self._place[rights] = np.arange(len(rights))
        right = self._place[self._rights[flat]]
        self._place[rights] = -1
        here = right >= 0
        return Links(np.repeat(np.arange(len(lefts)), sizes)[here], right[here], self._trusts[flat][here])


def _findable(term: Term, language: str, lexicon: Lexicon) -> bool:
    words = chain(term.lemmas, chain.from_iterable(term.parts))
    return term.kind not in WORDS or any(lexicon.translations(word, term.language, language) for word in words)


class Side:
    """The texts of one language as a matrix of term weights."""

    def __init__(self, profiles: Sequence[Profile], habits: Habits) -> None:
        self.profiles = profiles
        self.language = profiles[0].article.language
        known, told = habits.vocabularies[self.language], [habits.of(p) for p in profiles]
        self.numbers = known.held([t.numbers for t in told])
        self.terms = _Named(known, self.numbers)
        self.weights = np.zeros((len(told), len(self.numbers)), np.float32)
        self._zones = np.zeros(self.weights.shape, np.uint8)
        places = np.searchsorted(self.numbers, np.concatenate([text.numbers for text in told]))
        rows = np.repeat(np.arange(len(told)), [len(text.numbers) for text in told])
        self.weights[rows, places] = np.concatenate([text.worth for text in told])
        self._zones[rows, places] = np.concatenate([text.zones for text in told])
        self.kinds, self.base = known.kinds[self.numbers], known.base[self.numbers]

    def of(self, kinds: str) -> NDArray[np.bool_]:
        """Which terms are of these kinds."""
        return of_kinds(self.kinds, kinds)

    def sizes(self) -> Matrix:
        """How many words and names that tell something each text holds."""
        counted: Matrix = (self.weights[:, self.of(WORDS + NAMES)] > 0).sum(1).astype(np.float32)
        return counted

    def zone(self, zone: str) -> Matrix:
        """The weights of the words and names of one zone alone: "title", "lead" or "topic"."""
        counted = np.where(self.of(WORDS + NAMES), _ZONES[zone], 0).astype(np.uint8)
        return self.weights * (self._zones & counted > 0)


class _Named:
    """Terms by their place in a side, read only when a pair is put into words."""

    def __init__(self, known: Vocabulary, numbers: Numbers) -> None:
        self._known, self._numbers = known, numbers

    def __getitem__(self, place: int) -> Term:
        return self._known.terms[int(self._numbers[place])]


class Comparison:
    """All pairs of two sides, by the terms that find a partner at all: most find none, and cost nothing.

    `hits_left[t, j]` says how surely the left term at place `linked_left[t]` finds a partner in right text j; the
    right's hits likewise.
    """

    def __init__(self, left: Side, right: Side, bridge: Bridge) -> None:
        self.left, self.right = left, right
        self.links = bridge.between(left.numbers, right.numbers)
        self._turned = self.links.turned()
        self.linked_left, self.linked_right = distinct(self.links.left), distinct(self._turned.left)
        self.hits_left = self.links.hits(right.weights > 0)
        self.hits_right = self._turned.hits(left.weights > 0)
        self._sums = {kinds: self._matched_of(kinds) for kinds in _SORTS}

    def base(self, kinds: str = WORDS + NAMES + FACTS) -> Matrix:
        """How much of the shorter text is matched, scaled so that long texts do not win by length alone."""
        return scaled(*self._matched(kinds))

    def features(self) -> dict[str, Matrix]:
        """Every pair's figures by name, each of shape (left texts, right texts)."""
        left, right, _, _ = self._matched(WORDS + NAMES + FACTS)
        found = {**self._words(), **self._leads(), **self._facts(), "agreed": np.minimum(left, right)}
        found["facts_x_cov"] = found["facts"] * found["cov_short"]
        return {name: value.astype(np.float32) for name, value in found.items()}

    def shared(self, row: int, column: int, most: int) -> tuple[str, ...]:
        """The weightiest agreements of one pair, in words: facts as they are, words with their partner."""
        worth = self.left.weights[row, self.linked_left] * self.hits_left[:, column]
        best = [int(n) for n in np.argsort(-worth, kind="stable")[:most] if worth[n] > 0.4]
        return tuple(self._said(int(self.linked_left[n]), column) for n in best)

    def _said(self, number: int, column: int) -> str:
        term, first = self.left.terms[number], int(np.searchsorted(self.links.left, number))
        last = int(np.searchsorted(self.links.left, number, side="right"))
        links = zip(self.links.right[first:last].tolist(), self.links.trust[first:last].tolist(), strict=True)
        held = [(trust, -n) for n, trust in links if self.right.weights[column, n] > 0]
        partner = self.right.terms[-max(held)[1]] if held else term
        return term.key if term.kind not in WORDS or term.key == partner.key else f"{term.key} = {partner.key}"

    def _matched(self, kinds: str) -> tuple[Matrix, Matrix, Matrix, Matrix]:
        """Matched and whole weight of some kinds on either side, each of shape (left, right)."""
        sorts = [self._sums[sort] for sort in _SORTS if sort[0] in kinds]
        matched_left, matched_right, whole_left, whole_right = (
            sum(parts[1:], parts[0]) for parts in zip(*sorts, strict=True)
        )
        shape = matched_left.shape
        return matched_left, matched_right, np.broadcast_to(whole_left, shape), np.broadcast_to(whole_right, shape)

    def _matched_of(self, kinds: str) -> tuple[Matrix, Matrix, Matrix, Matrix]:
        """The same of kinds that are always counted together."""
        a, b = self.left.of(kinds), self.right.of(kinds)
        near_a, near_b = a[self.linked_left], b[self.linked_right]
        matched_left = self.left.weights[:, self.linked_left[near_a]] @ self.hits_left[near_a]
        matched_right = (self.right.weights[:, self.linked_right[near_b]] @ self.hits_right[near_b]).T
        whole_left, whole_right = self.left.weights[:, a].sum(1), self.right.weights[:, b].sum(1)
        return matched_left, matched_right, whole_left[:, None], whole_right[None, :]

    def _words(self) -> dict[str, Matrix]:
        ml, mr, wl, wr = self._matched(WORDS)
        cl, cr = ml / (wl + 2), mr / (wr + 2)
        shorter = wl <= wr
        telling = (self.left.base - 1.3 > 0) & self.left.of(WORDS)
        rare = (self.left.weights * telling)[:, self.linked_left] @ (self.hits_left * (self.hits_left >= 0.5))
        return {
            "cov_short": np.where(shorter, cl, cr),
            "cov_long": np.where(shorter, cr, cl),
            "mass": np.log1p(np.minimum(ml, mr)),
            "miss_short": np.log1p(np.where(shorter, wl - ml, wr - mr)),
            "miss_long": np.log1p(np.where(shorter, wr - mr, wl - ml)),
            "telling": np.log1p(rare),
            "length": np.log1p(np.minimum(wl, wr)),
            "size": np.minimum(self.left.sizes()[:, None], self.right.sizes()[None, :]),
        }

    def _leads(self) -> dict[str, Matrix]:
        found: dict[str, Matrix] = {}
        for zone in ("title", "lead", "topic"):
            a, b = self.left.zone(zone), self.right.zone(zone)
            left = a[:, self.linked_left] @ self.hits_left / (a.sum(1)[:, None] + 1)
            right = (b[:, self.linked_right] @ self.hits_right / (b.sum(1)[:, None] + 1)).T
            found[f"{zone}_min"], found[f"{zone}_max"] = np.minimum(left, right), np.maximum(left, right)
            if zone == "title":
                found["titles"] = self._titles(a, b)
        return found

    def _titles(self, a: Matrix, b: Matrix) -> Matrix:
        """How much of the shorter headline finds a partner in the other headline."""
        left = a[:, self.linked_left] @ self.links.hits(b > 0)
        right = b[:, self.linked_right] @ self._turned.hits(a > 0)
        both: Matrix = np.minimum(left / (a.sum(1)[:, None] + 1), (right / (b.sum(1)[:, None] + 1)).T)
        return both

    def _facts(self) -> dict[str, Matrix]:
        found: dict[str, Matrix] = {}
        for name, kinds in (("facts", FACTS), ("names", NAMES), ("days", "DT"), ("numbers", "#%OL")):
            ml, mr, wl, wr = self._matched(kinds)
            found[name] = np.log1p(np.minimum(ml, mr))
            found[f"{name}_miss"] = np.log1p(np.maximum(np.minimum(wl - ml, wr - mr), 0))
        return found


def scaled(left: Matrix, right: Matrix, whole_left: Matrix, whole_right: Matrix) -> Matrix:
    """How much of the shorter text is matched, scaled so that long texts do not win by length alone."""
    found: Matrix = np.minimum(left, right) / np.sqrt(np.minimum(whole_left, whole_right) + 2)
    return found
