"""The topics that texts are told by: the shipped ones, and an editor's own over them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from stories.word_classes import WordList, listed

_LANGUAGES: Final = ("fi", "sv", "en", "se")
_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ENTRY: Final = re.compile(r"[^\W_]*(?:[_*+()|?]+[^\W_]*)*")
_MOST_TOPICS = 200
_MOST_WORDS = 2_000  # a topic and language
_MOST_STARS = 4  # a word: more of them make matching slow


class VocabularyError(ValueError):
    """A file of topics that cannot be used; the message is one clear line: where, what, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Topics by id, in the order of their file: `name` by language, and the words of each language.

    `version` is a digest that changes when any topic may be told otherwise.
    """

    tables: Mapping[str, Mapping[str, Any]]
    version: str
    _lists: dict[str, WordList] = field(default_factory=dict, compare=False, repr=False)

    @property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Every topic's name by language, by its id."""
        return {name: table["name"] for name, table in self.tables.items()}

    def words(self, language: str) -> WordList:
        """The words of one language, or for "" of all of them together with the topics' names."""
        known = self._lists.get(language)
        if known is None:
            known = self._lists[language] = listed({name: _words(t, language) for name, t in self.tables.items()})
        return known


@cache
def shipped_vocabulary() -> Vocabulary:
    """The topics that come with the program (`stories/data/topics.toml`)."""
    return _vocabulary(tomllib.loads(files("stories").joinpath("data/topics.toml").read_text("utf-8")))


def read_vocabulary(text: str, *, place: str = "topics.toml") -> Vocabulary:
    """The shipped topics with an editor's file over them; raises VocabularyError.

    A table of the file replaces the shipped one of its id, or is added; one that says `off = true` takes it away.

    >>> own = '[bees]\\nname = { fi = "Mehiläiset", sv = "Bin" }\\nfi = "mehiläi+"\\n[grants]\\noff = true'
    >>> "bees" in read_vocabulary(own).names, "grants" in read_vocabulary(own).names
    (True, False)
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{place}: {error}") from error
    fault = next(_faults(tables), None)
    if fault:
        raise VocabularyError(f"{place}: {fault}")
    merged = {**shipped_vocabulary().tables, **tables}
    return _vocabulary({name: table for name, table in merged.items() if not table.get("off")})


def _vocabulary(tables: Mapping[str, Mapping[str, Any]]) -> Vocabulary:
    spelt = repr([(name, sorted((key, repr(value)) for key, value in table.items())) for name, table in tables.items()])
    return Vocabulary(tables, sha256(spelt.encode()).hexdigest()[:16])


def _words(table: Mapping[str, Any], language: str) -> str:
    if language:
        return str(table.get(language, ""))
    names = ("_".join(told.lower().split()) for told in table["name"].values())
    return " ".join([*(str(table[code]) for code in _LANGUAGES if code in table), *names])


def _faults(tables: Mapping[str, Any]) -> Iterator[str]:
    if len(tables) > _MOST_TOPICS:
        yield f"{len(tables)} topics: at most {_MOST_TOPICS}"
    for name, table in tables.items():
        if not isinstance(table, dict):
            yield f"{name} stands outside a table: write [topic_id] above it"
        elif not _ID.fullmatch(name):
            yield f"[{name[:60]}]: write a topic's id in small letters a–z, digits and _"
        elif table.get("off") is not True:
            yield from (f"[{name}]: {fault}" for fault in _table_faults(table))


def _table_faults(table: Mapping[str, Any]) -> Iterator[str]:
    for key in table:
        if key not in ("name", *_LANGUAGES):
            yield f"{key} is not known: write name, {', '.join(_LANGUAGES)} or off = true"
    names = table.get("name")
    if not isinstance(names, dict) or not {"fi", "sv"} <= names.keys():
        yield 'its name is missing: write name = { fi = "…", sv = "…" }'
    elif any(key not in _LANGUAGES or not isinstance(told, str) or not told.strip() for key, told in names.items()):
        yield "write the names as texts in fi, sv, en and se"
    if not any(isinstance(table.get(code), str) and table[code].split() for code in _LANGUAGES):
        yield 'it has no words: write fi = "…" and sv = "…"'
    for code in _LANGUAGES:
        if code in table:
            yield from (f"{code}: {fault}" for fault in _line_faults(table[code]))


def _line_faults(line: object) -> Iterator[str]:
    if not isinstance(line, str):
        yield "write the words as one text with a blank between two"
        return
    if len(line.split()) > _MOST_WORDS:
        yield f"at most {_MOST_WORDS} words"
    for word in line.split():
        if word != word.lower():
            yield f"{word[:60]!r}: write words in small letters"
        elif len(word) > 500 or word.count("*") + word.count("+") > _MOST_STARS * (word.count("|") + 1):
            yield f"{word[:60]!r} is too long, or has too many * and +"
        elif not _ENTRY.fullmatch(word) or not _compiles(word):
            yield f"{word[:60]!r} cannot be read: letters, digits, _ for a blank, * + ? and (a|b) only"


def _compiles(word: str) -> bool:
    try:
        listed({"word": word})
    except re.error:
        return False
    return any(letter.isalnum() for letter in word)
