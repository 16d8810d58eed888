"""Words as search knows them: dictionary form, stem, parts of a compound, and names in other languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Final

import snowballstemmer

from stories.lemmas import is_form, lemma, parts
from stories.lexicon import lexicon

_STEMMERS: Final = {"fi": "finnish", "sv": "swedish", "en": "english"}
_LEMMATISED: Final = frozenset({"fi", "sv", "en", "se"})
_NEIGHBOURS: Final = {"fi": ("sv", "en", "se"), "sv": ("fi", "en"), "en": ("fi", "sv"), "se": ("fi", "sv")}
_LEAST_TRUST: Final = 0.5
_MOST_GLOSSES: Final = 12  # a word that may mean everything finds everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a text: the `root` it is found under, the roots inside it, and the `stem` that joins its forms."""

    root: str
    stem: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gloss:
    """What another language may call a term, and how surely (0-1)."""

    language: str
    term: str
    stem: str
    trust: float


@cache
def reading() -> str:
    """What a word's analysis depends on; when it changes, everything is indexed again."""
    return f"1 simplemma {version('simplemma')} snowball {version('snowballstemmer')}"


def word(text: str, language: str) -> Word:
    """A lower-case word taken apart.

    >>> word("järjestöjen", "fi").root, word("sosiaalijärjestöille", "fi").parts
    ('järjestö', ('järjestö', 'sosiaali'))
    """
    stem = _stem(text, language)
    if language not in _LEMMATISED or not text.isalpha():
        return Word(root=text, stem=stem)
    root = lemma(text, language)
    if root == text and language in ("sv", "en") and not is_form(text, language):
        root = stem
    found = sorted({min(part, key=lambda form: (len(form), form)) for part in parts(text, language) if part} - {root})
    return Word(root=root, stem=stem, parts=tuple(found))


def glosses(term: str, language: str) -> Iterator[Gloss]:
    """What the other languages may call a term of this one, surest first within a language."""
    for other in _NEIGHBOURS.get(language, ()):
        found = lexicon().translations(term, language, other) | _named(term, language, other)
        likely = sorted((-trust, goal) for goal, trust in found.items() if trust >= _LEAST_TRUST and goal.isalpha())
        for trust, goal in likely[:_MOST_GLOSSES]:
            yield Gloss(language=other, term=goal, stem=_stem(goal, other), trust=-trust)


def _named(term: str, language: str, other: str) -> dict[str, float]:
    table = {("fi", "sv"): _names()[0], ("sv", "fi"): _names()[1]}.get((language, other), {})
    return dict.fromkeys(table.get(term, ()), 1.0)


@cache
def _names() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    finnish = lexicon().names
    swedish: dict[str, tuple[str, ...]] = {}
    for name, others in finnish.items():
        for other in others:
            swedish[other] = (*swedish.get(other, ()), name)
    return finnish, swedish


def _stem(text: str, language: str) -> str:
    return _stemmer(language).stemWord(text) if language in _STEMMERS else text


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_STEMMERS[language])
