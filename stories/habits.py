"""How common a term is in the news at hand: what everyone writes, and what one organisation writes in every item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

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
    """Every telling term of one language at hand, in a fixed order; arrays run along `terms`."""

    terms: Sequence[Term]
    number: Mapping[Term, int]
    kinds: NDArray[np.str_]
    base: NDArray[np.float32]


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
        read = [_read(profile, known) for profile in profiles]
        sizes = np.array([len(numbers) for numbers, _, _ in read], np.intp)
        numbers, times = _joined([r[0] for r in read], np.intp), _joined([r[1] for r in read], np.float64)
        worth = _worth(profiles, known, np.repeat(np.arange(len(profiles)), sizes), numbers, times)
        ends = np.cumsum(sizes)
        for profile, (held, _, zones), end in zip(profiles, read, ends.tolist(), strict=True):
            self._told[profile.article.article_id] = Told(held, worth[end - len(held) : end], zones)


def _vocabulary(profiles: Sequence[Profile]) -> Vocabulary:
    held = {term for profile in profiles for term in profile.counts if term.weight > 0}
    terms = sorted(held, key=lambda t: (t.kind, t.key, t.lemmas))
    return Vocabulary(
        terms=terms,
        number={term: n for n, term in enumerate(terms)},
        kinds=np.array([t.kind for t in terms], np.str_),
        base=np.array([t.weight for t in terms], np.float32),
    )


def _read(profile: Profile, known: Vocabulary) -> tuple[Numbers, NDArray[np.float64], NDArray[np.uint8]]:
    """A text's telling terms as numbers, how often each stands there, and where."""
    title, lead = profile.title, profile.lead
    counted = sorted(
        (
            known.number[term],
            times,
            (TITLE | LEAD | TOPIC) * (term in title) | LEAD * (term in lead) | TOPIC * (times > 1),
        )
        for term, times in profile.counts.items()
        if term.weight > 0
    )
    numbers, times, zones = zip(*counted, strict=True) if counted else ((), (), ())
    return np.array(numbers, np.intp), np.array(times, np.float64), np.array(zones, np.uint8)


def _worth(
    profiles: Sequence[Profile], known: Vocabulary, texts: Numbers, numbers: Numbers, times: NDArray[np.float64]
) -> NDArray[np.float32]:
    """The worth of every term of every text, text after text."""
    groups = _numbered([term.group for term in known.terms])[numbers]
    owners = _numbered([profile.article.organisation for profile in profiles])
    size, own_size = len(profiles), np.bincount(owners, minlength=1)
    held = np.unique(groups * size + texts)  # a group counts once a text
    in_all = np.bincount(held // size, minlength=1)[groups]
    owned, counts = np.unique(held // size * len(own_size) + owners[held % size], return_counts=True)
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


def _joined(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.array([], kind)
