"""How common a term is in the news at hand: what everyone writes, and what one organisation writes in every item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stories.profile import Profile, Term

Numbers = NDArray[np.intp]
TITLE: Final = 1
LEAD: Final = 2
TOPIC: Final = 4
"""Where a term stands: a text's topic is what its headline says and what it says more than once."""
_FEW: Final = 20
"""Texts imagined beside those at hand, so that a word in both of two texts is not yet common."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A text's terms as rising numbers in its language's vocabulary, what each is worth, and the zones it stands in."""

    numbers: Numbers
    worth: NDArray[np.float32]
    zones: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Every telling term of one language at hand, in a fixed order; arrays run along `terms`.

    `kinds` are the letters of the terms' kinds, as numbers.
    """

    terms: Sequence[Term]
    number: Mapping[Term, int]
    kinds: NDArray[np.uint8]
    base: NDArray[np.float32]

    def held(self, texts: Sequence[Numbers]) -> Numbers:
        """The rising numbers of all terms that some texts hold."""
        found = np.zeros(len(self.terms), np.bool_)
        for numbers in texts:
            found[numbers] = True
        return np.flatnonzero(found)


class Habits:
    """What each term of each text is worth: less where many texts hold it, more where it is repeated."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self.vocabularies: dict[str, Vocabulary] = {}
        self._told: dict[str, Told] = {}
        by_language: dict[str, list[Profile]] = defaultdict(list)
        for profile in profiles:
            by_language[profile.article.language].append(profile)
        for language, held in by_language.items():
            self.vocabularies[language] = _vocabulary(held)
            self._count(held, self.vocabularies[language])

    def of(self, profile: Profile) -> Told:
        """The terms of one of the texts at hand."""
        return self._told[profile.article.article_id]

    def _count(self, profiles: Sequence[Profile], known: Vocabulary) -> None:
        texts, numbers, times, zones = _read(profiles, known)
        worth = _worth(profiles, known, texts, numbers, times)
        ends = np.cumsum(np.bincount(texts, minlength=len(profiles))).tolist()
        for profile, start, end in zip(profiles, [0, *ends], ends, strict=False):
            self._told[profile.article.article_id] = Told(numbers[start:end], worth[start:end], zones[start:end])


def of_kinds(kinds: NDArray[np.uint8], wanted: str) -> NDArray[np.bool_]:
    """Which kinds are among the wanted letters."""
    return _letters(wanted)[kinds]


@lru_cache(maxsize=64)
def _letters(wanted: str) -> NDArray[np.bool_]:
    table = np.zeros(256, np.bool_)
    table[list(wanted.encode("ascii"))] = True
    return table


def distinct(rising: Numbers) -> Numbers:
    """The distinct of rising numbers."""
    return rising[np.r_[True, rising[1:] != rising[:-1]]] if len(rising) else rising


def _vocabulary(profiles: Sequence[Profile]) -> Vocabulary:
    held = {term for term in set().union(*(profile.counts for profile in profiles)) if term.weight > 0}
    terms = sorted(held, key=lambda t: (t.kind, t.key, t.lemmas))
    return Vocabulary(
        terms=terms,
        number={term: n for n, term in enumerate(terms)},
        kinds=np.frombuffer("".join(t.kind for t in terms).encode("ascii"), np.uint8),
        base=np.array([t.weight for t in terms], np.float32),
    )


def _read(
    profiles: Sequence[Profile], known: Vocabulary
) -> tuple[Numbers, Numbers, NDArray[np.float64], NDArray[np.uint8]]:
    """All texts' telling terms, text after text: whose it is, its number, how often it stands there, and where."""
    find = known.number.get
    numbers = np.array([find(term, -1) for profile in profiles for term in profile.counts], np.intp)
    times = np.array([times for profile in profiles for times in profile.counts.values()], np.float64)
    texts = np.repeat(np.arange(len(profiles)), [len(profile.counts) for profile in profiles])
    places = texts * len(known.terms) + numbers
    telling = np.flatnonzero(numbers >= 0)
    order = telling[np.argsort(places[telling], kind="stable")]
    texts, numbers, times, places = texts[order], numbers[order], times[order], places[order]
    zones = np.where(times > 1, TOPIC, 0).astype(np.uint8)
    zones[_standing([profile.title for profile in profiles], known, places)] |= TITLE | LEAD | TOPIC
    zones[_standing([profile.lead for profile in profiles], known, places)] |= LEAD
    return texts, numbers, times, zones


def _standing(zones: Sequence[Collection[Term]], known: Vocabulary, places: Numbers) -> Numbers:
    """Where the telling terms of every text's zone stand among all texts' terms."""
    find, size = known.number.get, len(known.terms)
    sought = [start * size + find(term, -1) for start, zone in enumerate(zones) for term in zone if term.weight > 0]
    return np.searchsorted(places, np.array(sought, np.intp))


def _worth(
    profiles: Sequence[Profile], known: Vocabulary, texts: Numbers, numbers: Numbers, times: NDArray[np.float64]
) -> NDArray[np.float32]:
    """The worth of every term of every text, text after text."""
    groups = _numbered([term.group for term in known.terms])[numbers]
    owners = _numbered([profile.article.organisation for profile in profiles])
    size, own_size = len(profiles), np.bincount(owners, minlength=1)
    held = distinct(np.sort(groups * size + texts))  # a group counts once a text
    in_all = np.bincount(held // size, minlength=1)[groups]
    held_by = np.sort(held // size * len(own_size) + owners[held % size])
    owned = distinct(held_by)
    counts = np.diff(np.r_[np.searchsorted(held_by, owned), len(held_by)])
    in_own = counts[np.searchsorted(owned, groups * len(own_size) + owners[texts])]
    others = own_size[owners[texts]] - 1
    common = np.log(in_all) / np.log(size + _FEW)
    habit = 1 / (1 + 4 * (in_own - 1) / np.maximum(1, others) * np.minimum(1.0, others / 3))
    base = np.array([term.weight for term in known.terms], np.float64)[numbers]
    worth: NDArray[np.float32] = (base * (1 - 0.65 * common) * habit * (1 + 0.3 * np.log(times))).astype(np.float32)
    return worth


def _numbered(names: Sequence[str]) -> Numbers:
    known: dict[str, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], np.intp)
