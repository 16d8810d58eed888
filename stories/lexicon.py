"""The bilingual lexicon that ships with Kooste: what a word may be called in another language, and how surely."""

from __future__ import annotations

import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Final

_PIVOT_TRUST: Final = 0.7
Words = dict[str, float]
Table = Mapping[str, Words]
Languages = tuple[str, str]


class Lexicon:
    """Word pairs between fi, sv, en and se; pairs that no source has go over Finnish, with less trust."""

    def __init__(self, sections: dict[str, dict[str, str]], learned: Mapping[Languages, Table] | None = None) -> None:
        self._raw = sections
        self._learned = learned or {}
        self._turned: dict[str, dict[str, list[str]]] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._found: dict[tuple[str, str, str], Words] = {}

    def translations(self, word: str, source: str, target: str) -> Words:
        """What a lemma of `source` may be in `target`: {lemma: trust 0-1}; empty when unknown."""
        key = (word, source, target)
        if key not in self._found:
            self._found[key] = self._look_up(word, source, target)
            for goal, trust in self._learned.get((source, target), {}).get(word, {}).items():
                self._found[key][goal] = max(trust, self._found[key].get(goal, 0.0))
        return self._found[key]

    def taught(self, pairs: Iterable[tuple[str, str, str, str, float]]) -> Lexicon:
        """This lexicon with learned word pairs beside its own: (language, word, other language, word, trust)."""
        learned: dict[Languages, dict[str, Words]] = defaultdict(lambda: defaultdict(dict))
        for source, word, target, goal, trust in pairs:
            learned[source, target][word][goal] = learned[target, source][goal][word] = trust
        other = Lexicon(self._raw, learned)
        other._turned = self._turned
        return other

    def knows(self, word: str, language: str) -> bool:
        """Whether any source has the word as a word of that language."""
        if language not in self._words:
            self._words[language] = frozenset(chain.from_iterable(self._heads(language)))
        return word in self._words[language]

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Finnish names of places, bodies and acronyms with their Swedish forms, lower case."""
        return {fi: tuple(_parsed(raw)) for fi, raw in self._raw["names"].items()}

    def _look_up(self, word: str, source: str, target: str) -> Words:
        if f"{source}-{target}" in self._raw:
            return _parsed(self._raw[f"{source}-{target}"].get(word, ""))
        if f"{target}-{source}" in self._raw:
            raw = self._raw[f"{target}-{source}"]
            return {head: _parsed(raw[head])[word] for head in self._turn(f"{target}-{source}").get(word, ())}
        return self._over_finnish(word, source, target)

    def _over_finnish(self, word: str, source: str, target: str) -> Words:
        if "fi" in (source, target) or source == target:
            return {}
        found: Words = {}
        for fi, first in self.translations(word, source, "fi").items():
            for goal, second in self.translations(fi, "fi", target).items():
                found[goal] = max(found.get(goal, 0.0), _PIVOT_TRUST * first * second)
        return found if len(found) <= 24 else {}

    def _turn(self, section: str) -> dict[str, list[str]]:
        """A section read backwards, words to heads; how surely is asked of the heads, for few of them ever are."""
        if section not in self._turned:
            turned: dict[str, list[str]] = defaultdict(list)
            for head, raw in self._raw[section].items():
                for entry in raw.split(";") if raw else ():
                    turned[entry.partition("=")[0]].append(head)
            self._turned[section] = dict(turned)
        return self._turned[section]

    def _heads(self, language: str) -> Iterator[Iterable[str]]:
        """Everything whose heads are words of a language."""
        sections = [tuple(name.split("-")) for name in self._raw if "-" in name]
        yield from (self._raw[f"{first}-{last}"] for first, last in sections if first == language)
        for turned in (self._turn(f"{first}-{last}") for first, last in sections if last == language):
            yield turned
            yield (piece for phrase in turned if " " in phrase for piece in phrase.split() if len(piece) > 3)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The packaged lexicon, read once a process."""
    packed = files("stories").joinpath("data", "variants", "lexicon.tsv.xz").read_bytes()
    sections: dict[str, dict[str, str]] = {}
    for section in lzma.decompress(packed).decode().removeprefix("#").split("\n#"):
        name, _, lines = section.partition("\n")
        cells = lines.replace("\n", "\t").split("\t")
        sections[name] = dict(zip(cells[::2], cells[1::2], strict=True))
    return Lexicon(sections)


def _parsed(raw: str) -> Words:
    words: Words = {}
    for entry in raw.split(";") if raw else ():
        word, _, tenths = entry.partition("=")
        words[word] = int(tenths) / 10 if tenths else 1.0
    return words
