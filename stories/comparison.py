"""Texts of two languages laid side by side: for every pair, what finds a partner and what does not, as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stories.habits import Habits
from stories.lexicon import Lexicon
from stories.partners import Partners
from stories.profile import Profile, Term

Matrix = NDArray[np.float32]
WORDS: Final = "W"
NAMES: Final = "NG"
FACTS: Final = "D#%OLTPE"


class Bridge:
    """Partners of every term of one language among the terms of another, found once and kept."""

    def __init__(self, right_terms: Sequence[Term], right_language: str, lexicon: Lexicon) -> None:
        self._terms = list(right_terms)
        self._partners = Partners(self._terms, right_language, lexicon)
        self._known: dict[Term, dict[Term, float]] = {}

    def links(self, terms: Sequence[Term], among: Mapping[Term, int]) -> list[dict[int, float]]:
        """For each term its partners among some of the right terms: {their number there: trust}."""
        return [{among[t]: trust for t, trust in self._of(term).items() if t in among} for term in terms]

    def _of(self, term: Term) -> dict[Term, float]:
        if term not in self._known:
            self._known[term] = {self._terms[n]: trust for n, trust in self._partners.of(term).items()}
        return self._known[term]


class Side:
    """The texts of one language as a matrix of term weights."""

    def __init__(self, profiles: Sequence[Profile], habits: Habits) -> None:
        self.profiles = profiles
        self.language = profiles[0].article.language
        worths = [habits.weights(p) for p in profiles]
        self.terms: list[Term] = sorted({t for w in worths for t in w}, key=lambda t: (t.kind, t.key, t.lemmas))
        self.number = {term: n for n, term in enumerate(self.terms)}
        self.weights = _filled(worths, self.number)
        self.kinds = np.array([t.kind for t in self.terms])
        self.base = np.array([t.weight for t in self.terms], np.float32)

    def of(self, kinds: str) -> NDArray[np.bool_]:
        """Which terms are of these kinds."""
        return np.isin(self.kinds, list(kinds))

    def sizes(self) -> Matrix:
        """How many words and names that tell something each text holds."""
        counted: Matrix = (self.weights[:, self.of(WORDS + NAMES)] > 0).sum(1).astype(np.float32)
        return counted

    def zone(self, zone: str) -> Matrix:
        """The weights of the words and names of one zone alone: "title", "lead" or "topic"."""
        mask = np.zeros_like(self.weights)
        for row, profile in enumerate(self.profiles):
            held = [self.number[t] for t in _of_zone(profile, zone) if t in self.number and t.kind in WORDS + NAMES]
            mask[row, held] = 1
        return self.weights * mask


def _of_zone(profile: Profile, zone: str) -> Iterable[Term]:
    """A text's topic is what its headline says and what it says more than once."""
    if zone == "topic":
        return {t for t, times in profile.counts.items() if times > 1} | profile.title
    return profile.title if zone == "title" else profile.lead


def _filled(worths: Sequence[Mapping[Term, float]], number: Mapping[Term, int]) -> Matrix:
    weights = np.zeros((len(worths), len(number)), np.float32)
    for row, worth in enumerate(worths):
        for term, weight in worth.items():
            weights[row, number[term]] = weight
    return weights


class Comparison:
    """All pairs of two sides; `hits_left[t, j]` says how surely term t of the left finds a partner in right text j."""

    def __init__(self, left: Side, right: Side, bridge: Bridge) -> None:
        self.left, self.right = left, right
        self.links = bridge.links(left.terms, right.number)
        self.hits_left = self._hits(self.links, right)
        self.hits_right = self._hits(_turned(self.links, len(right.terms)), left)

    @staticmethod
    def _hits(links: Sequence[Mapping[int, float]], other: Side) -> Matrix:
        held = (other.weights > 0).astype(np.float32)
        hits = np.zeros((len(links), len(other.profiles)), np.float32)
        for row, partners in enumerate(links):
            if partners:
                numbers = list(partners)
                trust = np.array([partners[n] for n in numbers], np.float32)
                hits[row] = (held[:, numbers] * trust).max(axis=1)
        return hits

    def base(self, kinds: str = WORDS + NAMES + FACTS) -> Matrix:
        """How much of the shorter text is matched, scaled so that long texts do not win by length alone."""
        ml, mr, wl, wr = self._matched(kinds)
        scaled: Matrix = np.minimum(ml, mr) / np.sqrt(np.minimum(wl, wr) + 2)
        return scaled

    def features(self) -> dict[str, Matrix]:
        """Every pair's figures by name, each of shape (left texts, right texts)."""
        left, right, _, _ = self._matched(WORDS + NAMES + FACTS)
        found = {**self._words(), **self._leads(), **self._facts(), "agreed": np.minimum(left, right)}
        found["facts_x_cov"] = found["facts"] * found["cov_short"]
        return {name: value.astype(np.float32) for name, value in found.items()}

    def shared(self, row: int, column: int, most: int) -> tuple[str, ...]:
        """The weightiest agreements of one pair, in words: facts as they are, words with their partner."""
        worth = self.left.weights[row] * self.hits_left[:, column]
        best = [int(n) for n in np.argsort(-worth, kind="stable")[:most] if worth[n] > 0.4]
        return tuple(self._said(n, column) for n in best)

    def _said(self, number: int, column: int) -> str:
        term = self.left.terms[number]
        held = {n: trust for n, trust in self.links[number].items() if self.right.weights[column, n] > 0}
        partner = self.right.terms[max(held, key=lambda n: (held[n], -n))] if held else term
        return term.key if term.kind not in WORDS or term.key == partner.key else f"{term.key} = {partner.key}"

    def _matched(self, kinds: str) -> tuple[Matrix, Matrix, Matrix, Matrix]:
        """Matched and whole weight of some kinds on either side, each of shape (left, right)."""
        a, b = self.left.of(kinds), self.right.of(kinds)
        left, right = self.left.weights[:, a], self.right.weights[:, b]
        matched_left, matched_right = left @ self.hits_left[a], (right @ self.hits_right[b]).T
        whole_left = np.broadcast_to(left.sum(1)[:, None], matched_left.shape)
        return matched_left, matched_right, whole_left, np.broadcast_to(right.sum(1)[None, :], matched_left.shape)

    def _words(self) -> dict[str, Matrix]:
        ml, mr, wl, wr = self._matched(WORDS)
        cl, cr = ml / (wl + 2), mr / (wr + 2)
        shorter = wl <= wr
        telling = np.maximum(self.left.base - 1.3, 0) * self.left.of(WORDS)
        rare = (self.left.weights * (telling > 0)) @ (self.hits_left * (self.hits_left >= 0.5))
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
            left = a @ self.hits_left / (a.sum(1)[:, None] + 1)
            right = (b @ self.hits_right / (b.sum(1)[:, None] + 1)).T
            found[f"{zone}_min"], found[f"{zone}_max"] = np.minimum(left, right), np.maximum(left, right)
        found["titles"] = self._titles()
        return found

    def _titles(self) -> Matrix:
        """How much of the shorter headline finds a partner in the other headline."""
        a, b = self.left.zone("title"), self.right.zone("title")
        left, right = a @ self._title_hits(self.links, b), b @ self._title_hits(_turned(self.links, b.shape[1]), a)
        both: Matrix = np.minimum(left / (a.sum(1)[:, None] + 1), (right / (b.sum(1)[:, None] + 1)).T)
        return both

    @staticmethod
    def _title_hits(links: Sequence[Mapping[int, float]], titles: Matrix) -> Matrix:
        held = (titles > 0).astype(np.float32)
        hits = np.zeros((len(links), titles.shape[0]), np.float32)
        for row, partners in enumerate(links):
            if partners:
                numbers = list(partners)
                hits[row] = (held[:, numbers] * np.array([partners[n] for n in numbers], np.float32)).max(axis=1)
        return hits

    def _facts(self) -> dict[str, Matrix]:
        found: dict[str, Matrix] = {}
        for name, kinds in (("facts", FACTS), ("names", NAMES), ("days", "DT"), ("numbers", "#%OL")):
            ml, mr, wl, wr = self._matched(kinds)
            found[name] = np.log1p(np.minimum(ml, mr))
            found[f"{name}_miss"] = np.log1p(np.maximum(np.minimum(wl - ml, wr - mr), 0))
        return found


def _turned(links: Sequence[Mapping[int, float]], size: int) -> list[dict[int, float]]:
    turned: list[dict[int, float]] = [{} for _ in range(size)]
    for row, partners in enumerate(links):
        for number, trust in partners.items():
            turned[number][row] = trust
    return turned
