"""Which terms of two languages may mean the same, and how surely: facts, translations, names, cognates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from stories.lexicon import Lexicon
from stories.names import same_name
from stories.profile import Term

_WORDY: Final = frozenset("WN")
_SOUNDS: Final = (
    ("sch", "s"), ("sj", "s"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("x", "ks"), ("c", "k"), ("q", "k"), ("z", "s"),
    ("w", "v"), ("å", "o"), ("ä", "a"), ("ö", "o"), ("é", "e"), ("y", "i"), ("g", "k"), ("d", "t"), ("b", "p"),
    ("j", "i"),
)  # fmt: skip
_TWICE: Final = re.compile(r"(.)\1+")
_BARE: Final = {"%": "#", "#": "%"}
_BARE_TRUST: Final = 0.6
_PART_TRUST: Final = 0.5
"""A word stands in a compound of the other language as it is: Zoom in Zoom-möte."""
_ALIKE_TRUST: Final = 0.8
"""Two compounds have a part that is spelled alike, but may be a false friend."""
_ALIKE: Final = Levenshtein.normalized_similarity
_NEAR: Final = ((4, 0.57), (2, 0.74))
"""Letters with which cognates begin alike, and how alike they are at least; a word of four letters with three more
after it is just above the first. Long words may part earlier, but must then be the more alike."""
_LONG: Final = 6
_NONE: Final[tuple[list[int], list[str]]] = ([], [])


class Partners:
    """The terms of one language, indexed so that a term of another language finds its partners among them."""

    def __init__(self, terms: Sequence[Term], language: str, lexicon: Lexicon) -> None:
        self._terms, self._language, self._lexicon = terms, language, lexicon
        self._exact: dict[tuple[str, str], int] = {}
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._parts: dict[str, list[int]] = defaultdict(list)
        self._names: dict[str, list[int]] = defaultdict(list)
        self._sounds: dict[str, tuple[list[int], list[str]]] = defaultdict(lambda: ([], []))
        for number, term in enumerate(terms):
            self._index(number, term)

    def _index(self, number: int, term: Term) -> None:
        if term.kind not in _WORDY:
            self._exact[term.kind, term.key] = number
            return
        for lemma in {*term.lemmas, term.key}:
            self._whole[lemma].append(number)
        for part in {p for piece in term.parts for p in piece}:
            self._parts[part].append(number)
        if term.kind == "N" and len(term.key) >= 3:
            self._names[term.key[:3]].append(number)
        if len(term.key) >= 5 and len(sound := spelling(term.group)) >= 4:
            for size, _ in _NEAR[: 1 + (len(sound) >= _LONG)]:
                numbers, sounds = self._sounds[sound[:size]]
                numbers.append(number)
                sounds.append(sound)

    def of(self, term: Term) -> dict[int, float]:
        """Partners of a term of another language: {number of the partner: trust 0-1}."""
        if term.kind not in _WORDY:
            return self._fact(term)
        found: dict[int, float] = {}
        self._same(term, found)
        self._translated(term, found)
        self._compound(term, found)
        self._named(term, found)
        self._cognate(term, found)
        return found

    def _fact(self, term: Term) -> dict[int, float]:
        """The same fact; a share may stand as a bare number beside another share: 34 procent mot 42."""
        number = self._exact.get((term.kind, term.key))
        if number is not None:
            return {number: 1.0}
        bare = self._exact.get((_BARE[term.kind], term.key)) if term.kind in _BARE else None
        return {} if bare is None else {bare: _BARE_TRUST}

    def _same(self, term: Term, found: dict[int, float]) -> None:
        for lemma in term.lemmas:
            _put(found, self._whole.get(lemma, ()), 1.0 if len(lemma) > 2 else 0.5)
            _put(found, self._parts.get(lemma, ()), _PART_TRUST)

    def _translated(self, term: Term, found: dict[int, float]) -> None:
        for lemma in term.lemmas:
            for word, trust in self._lexicon.translations(lemma, term.language, self._language).items():
                _put(found, self._whole.get(word, ()), trust)
                _put(found, self._parts.get(word, ()), 0.5 * trust)
                if " " in word:
                    for piece in word.split():
                        if len(piece) > 4:
                            _put(found, self._whole.get(piece, ()), 0.5 * trust)

    def _compound(self, term: Term, found: dict[int, float]) -> None:
        """Two compounds are partners when their parts are: each part alone says little."""
        hits: dict[int, float] = defaultdict(float)
        for piece in term.parts:
            words = self._words(piece, term.language)
            best: dict[int, float] = {}
            for word, trust in words.items():
                _put(found, self._whole.get(word, ()), 0.45 * trust)
                _put(best, self._parts.get(word, ()), trust)
            for number, trust in best.items():
                hits[number] += trust
        for number, hit in hits.items():
            _put(found, (number,), min(1.0, 0.9 * hit / 2) if hit > 1 else 0.25 * hit)

    def _words(self, piece: Iterable[str], language: str) -> dict[str, float]:
        words = dict.fromkeys(piece, _ALIKE_TRUST)
        for head in piece:
            for word, trust in self._lexicon.translations(head, language, self._language).items():
                words[word] = max(trust, words.get(word, 0.0))
        return words

    def _named(self, term: Term, found: dict[int, float]) -> None:
        if term.kind != "N":
            return
        for number in self._names.get(term.key[:3], ()):
            other = self._terms[number]
            pairs = ((term, other),) if term.language == "fi" else ((other, term),) if other.language == "fi" else ()
            if any(same_name(inflected.key, form) for inflected, base in pairs for form in {*base.lemmas, base.key}):
                _put(found, (number,), 1.0)

    def _cognate(self, term: Term, found: dict[int, float]) -> None:
        sound = spelling(term.group) if len(term.key) >= 5 else ""
        if len(sound) < 4:
            return
        for size, least in _NEAR[: 1 + (len(sound) >= _LONG)]:
            numbers, sounds = self._sounds.get(sound[:size], _NONE)
            for other, _, place in process.extract(sound, sounds, scorer=_ALIKE, score_cutoff=least, limit=None):
                alike = likeness(sound, other)
                if alike:
                    trust = 0.9 if min(len(sound), len(other)) >= _LONG or term.kind == "N" else 0.7
                    _put(found, (numbers[place],), min(0.9, alike * trust))


@lru_cache(maxsize=200_000)
def spelling(word: str) -> str:
    """A word in a rough common spelling of the languages."""
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return _TWICE.sub(r"\1", word)


def likeness(left: str, right: str) -> float:
    """How alike two words in common spelling are; 0 below what chance gives."""
    common = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    short, long = min(len(left), len(right)), max(len(left), len(right))
    if common >= 4 and common / short >= 0.75:
        alike = max(Levenshtein.normalized_similarity(left, right), common / long)
        if common == short and long - short <= 3:
            alike = max(alike, 0.8)
        return alike if alike >= 0.6 else 0.0
    return Levenshtein.normalized_similarity(left, right, score_cutoff=_NEAR[1][1]) if short >= _LONG else 0.0


def _put(found: dict[int, float], numbers: Iterable[int], trust: float) -> None:
    for number in numbers:
        if trust > found.get(number, 0.0):
            found[number] = trust
