"""Words of a text told into classes by a list that an editor can add to (`stories/data/*.toml`).

A list's file has one table a class and one line of words a language; `*` stands for any letters, `+` for at least
one, `_` for the space of a phrase, `(a|b)` for alternatives and `?` for what may be absent.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 60
_MOST_KEPT = 100_000  # distinct words whose classes are remembered
_Token = tuple[str, int, int]
_Classes = tuple[tuple[str, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text that belong to a class of a list, with their span."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    name: str
    words: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class WordList:
    """One list: single words by class, and phrases of several words."""

    words: Mapping[str, re.Pattern[str]]
    phrases: tuple[_Phrase, ...]
    _known: dict[str, _Classes] = field(default_factory=dict, compare=False, repr=False)

    def marks(self, text: str) -> tuple[Mark, ...]:
        """The classes of a text's words in order; a word inside a longer phrase counts only as that phrase."""
        tokens = [(hit[0].lower(), hit.start(), hit.end()) for hit in _WORD.finditer(text)]
        told = [self._classes(word) for word, _, _ in tokens]
        phrases = list(self._phrases_in(text, tokens, told))
        single = (
            Mark(name, start, end)
            for (_, start, end), (names, _) in zip(tokens, told, strict=True)
            if names and not any(phrase.start <= start and end <= phrase.end for phrase in phrases)
            for name in names
        )
        return tuple(sorted((*phrases, *single), key=lambda mark: mark.start))

    def names(self, text: str) -> frozenset[str]:
        """The classes that occur in a text."""
        return frozenset(mark.name for mark in self.marks(text))

    def _phrases_in(self, text: str, tokens: Sequence[_Token], told: Sequence[_Classes]) -> Iterator[Mark]:
        for at, (_, begins) in enumerate(told):
            for number in begins:
                phrase = self.phrases[number]
                here = tokens[at : at + len(phrase.words)]
                if _continues(text, here, phrase):
                    yield Mark(phrase.name, tokens[at][1], here[-1][2])

    def _classes(self, word: str) -> _Classes:
        """The classes of one word and the phrases that it may begin."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            known = self._known[word] = self._look_up(word[:_LONGEST_WORD])
        return known

    def _look_up(self, word: str) -> _Classes:
        names = tuple(name for name, form in self.words.items() if form.fullmatch(word))
        begins = tuple(number for number, phrase in enumerate(self.phrases) if phrase.words[0].fullmatch(word))
        return names, begins


@cache
def word_list(name: str) -> WordList:
    """A list by its file's stem.

    >>> [mark.name for mark in word_list("occasion_words").marks("Mötet äger rum")]
    ['noun', 'assembly', 'verb']
    """
    text = files("stories").joinpath(f"data/{name}.toml").read_text("utf-8")
    return listed({table: " ".join(lines.values()) for table, lines in tomllib.loads(text).items()})


def listed(classes: Mapping[str, str]) -> WordList:
    """A list out of its classes' words in the signs of the files, one blank between two.

    >>> sorted(listed({"sea": "itämer+ östersjö*", "talk": "första_hjälpen"}).names("Första hjälpen vid Östersjön"))
    ['sea', 'talk']
    """
    entries = {name: [e for entry in words.split() for e in _spelt_out(entry)] for name, words in classes.items()}
    words = {name: _pattern([e for e in many if "_" not in e]) for name, many in entries.items()}
    phrases = (_Phrase(name, _words(e)) for name, many in entries.items() for e in many if "_" in e)
    return WordList(words, tuple(phrases))


def _continues(text: str, tokens: Sequence[_Token], phrase: _Phrase) -> bool:
    if len(tokens) < len(phrase.words) or not phrase.words[-1].fullmatch(tokens[-1][0]):
        return False
    joined = all(a[2] + 1 == b[1] and text[a[2]] in " -" for a, b in pairwise(tokens))
    return joined and all(form.fullmatch(token[0]) for form, token in zip(phrase.words, tokens, strict=True))


def _spelt_out(entry: str) -> Iterator[str]:
    """An entry whose alternatives hold a space, one by one: "kom_(med|och_se)" is two phrases."""
    group = re.search(r"\(([^()]*_[^()]*)\)\??", entry)
    if group is None:
        yield entry.strip("_").replace("__", "_")
        return
    choices = group[1].split("|") + ([""] if group[0].endswith("?") else [])
    for choice in choices:
        yield from _spelt_out(entry[: group.start()] + choice + entry[group.end() :])


def _words(entry: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern([word]) for word in entry.split("_"))


def _pattern(entries: Sequence[str]) -> re.Pattern[str]:
    body = "|".join(entry.replace("*", r"\w*").replace("+", r"\w+").replace("(", "(?:") for entry in entries)
    return re.compile(body or r"(?!)")
