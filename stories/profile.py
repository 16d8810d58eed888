"""What a text says, as weighted terms that can be compared across languages: words, names, places and facts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Literal

from wordfreq import zipf_frequency

from stories.facts import GAP, is_numeral, read
from stories.lemmas import lemmas, parts
from stories.lexicon import lexicon
from stories.marks import marks
from stories.model import Article
from stories.names import finnish_place, foreign_place, longest_foreign_name

Zone = Literal["title", "summary", "body"]
ZONES: Final[tuple[Zone, ...]] = ("title", "summary", "body")
_LONGEST: Final = {"title": 400, "summary": 1_500, "body": 7_000}
"""Characters read of each zone: news says what it is at its head, and a hostile page must not cost a night."""
_WORD: Final = re.compile(r"[^\W\d_]{1,40}(?:[-'’:][^\W\d_]{1,40}){0,3}|[.!?:”\"»\n¤]")
_FREQUENT: Final = 5.7
_ONE_LETTER_WORDS: Final = frozenset("öå")
_WEEKDAY: Final = re.compile(
    r"\A(?:(?:maanantai|tiistai|torstai|perjantai|lauantai|sunnuntai|keskiviik[ko])|(?:mån|tis|ons|tors|fre|lör|sön)dag"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_FACT_WEIGHT: Final = {
    "D": 2.2, "T": 1.0, "O": 3.0, "L": 2.5, "P": 1.0, "E": 0.8, "Y": 0.5, "M": 0.4, "%": 2.0, "G": 1.6,
}  # fmt: skip
_WORDFREQ: Final = {"fi": "fi", "sv": "sv", "en": "en"}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a text names. `kind`: W word, N name, G known place or body, or a fact's own letter."""

    kind: str
    key: str
    language: str
    lemmas: tuple[str, ...] = ()
    parts: tuple[frozenset[str], ...] = ()
    weight: float = 0.0
    group: str = field(init=False, compare=False)
    """What the forms of one word have in common."""
    code: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        shortest = min(self.lemmas, key=lambda x: (len(x), x)) if self.lemmas else self.kind + self.key
        object.__setattr__(self, "group", shortest)
        object.__setattr__(self, "code", hash((self.kind, self.key, self.language, self.lemmas)))

    def __hash__(self) -> int:
        return self.code  # asked a million times a night: counted once


@dataclass(frozen=True, slots=True)
class Profile:
    """An article's terms with how often each stands there, the terms of its headline and of its lead, and its marks."""

    article: Article
    counts: dict[Term, int]
    title: frozenset[Term]
    lead: frozenset[Term]
    marks: frozenset[str]
    mentions: frozenset[str]
    """Marks anywhere in the text: a version may tell under its headline what the other says in it."""


def profile(article: Article) -> Profile:
    """Reads an article into terms; an unknown language is read as English is."""
    read_zones = {zone: Counter(_terms(article, getattr(article, zone)[: _LONGEST[zone]])) for zone in ZONES}
    one = _one_per_word(term for zone in read_zones.values() for term in zone)
    zones = {zone: _merged(terms, one) for zone, terms in read_zones.items()}
    title, lead = frozenset(zones["title"]), frozenset(zones["title"]) | frozenset(zones["summary"])
    counts = zones["title"] + zones["summary"] + zones["body"]
    return Profile(
        article=article,
        counts=dict(sorted(counts.items(), key=lambda c: (c[0].kind, c[0].key))),
        title=title,
        lead=lead,
        marks=marks(f"{article.title}\n{article.summary}"),
        mentions=marks(f"{article.title}\n{article.summary}\n{article.body}"),
    )


def _one_per_word(terms: Iterable[Term]) -> dict[Term, Term]:
    """Brings the forms of one word to one term, so that a word said in three cases is not three agreements."""
    forms: dict[str, set[Term]] = defaultdict(set)
    for term in terms:
        forms[term.group].add(term)
    return {term: _common(group) for group in forms.values() for term in group}


def _common(forms: set[Term]) -> Term:
    if len(forms) == 1:
        return next(iter(forms))
    ordered = sorted(forms, key=lambda t: (t.kind, t.key))
    lemmata = {lemma for t in ordered for lemma in t.lemmas}
    return replace(
        ordered[0],
        lemmas=tuple(sorted(lemmata)),
        parts=next((t.parts for t in ordered if t.parts), ()),
        weight=min(t.weight for t in ordered),
    )


def _merged(terms: Counter[Term], one: Mapping[Term, Term]) -> Counter[Term]:
    merged: Counter[Term] = Counter()
    for term, times in terms.items():
        merged[one[term]] += times
    return merged


def _terms(article: Article, text: str) -> Iterator[Term]:
    day = article.published_at.date() if article.published_at else None
    facts = read(text, article.language, day)
    yield from (fact_term(key, article.language) for key in sorted(facts.keys))
    yield from _words(facts.rest, article.language)


def _words(text: str, language: str) -> Iterator[Term]:
    tokens = _WORD.findall(text)
    position, start = 0, True
    shouting = sum(t.isupper() for t in tokens if len(t) > 3) > 3 and text.upper() == text
    while position < len(tokens):
        token = tokens[position]
        if not token[0].isalpha():
            start = True
        else:
            place, used = _place(tokens, position, language)
            if place:
                yield place_term(place, language)
                position += used
                start = False
                continue
            if (len(token) > 1 or token.lower() in _ONE_LETTER_WORDS) and not is_numeral(token.lower(), language):
                yield word_term(token.replace("’", "'"), language, start or shouting)
            start = False
        position += 1


def _place(tokens: list[str], position: int, language: str) -> tuple[str | None, int]:
    """A known name beginning here, and how many tokens it takes; Swedish ones may be several words long."""
    word = tokens[position]
    if not word[0].isupper():
        return None, 0
    if language == "fi":
        return finnish_place(word.lower()), 1
    for length in range(longest_foreign_name(), 0, -1):
        phrase = " ".join(tokens[position : position + length]).lower()
        place = foreign_place(phrase) if language != "en" or length > 1 else finnish_place(phrase)
        if place:
            return place, length
    return None, 0


@lru_cache(maxsize=50_000)
def place_term(name: str, language: str) -> Term:
    """The term of a known place or body, the same key in every language."""
    return Term("G", name, language, weight=_FACT_WEIGHT["G"])


@lru_cache(maxsize=50_000)
def fact_term(key: str, language: str) -> Term:
    """The term of a fact; a number weighs the more the more digits tell it apart."""
    weight = _number_weight(key[2:]) if key[0] == "#" else _FACT_WEIGHT[key[0]]
    return Term(key[0], key[2:], language, weight=weight)


def _number_weight(number: str) -> float:
    if float(number) <= 10:
        return 0.4
    telling = len(number.replace(".", "").rstrip("0")) or 1
    return {1: 1.2, 2: 1.8, 3: 2.8}.get(telling, 3.2)


@lru_cache(maxsize=200_000)
def word_term(word: str, language: str, starts: bool) -> Term:
    """The term of a word as it stands; a capital inside a sentence, or on an unknown rare word, makes it a name."""
    lower = word.lower()
    forms, pieces = lemmas(lower, language), parts(lower, language)
    zipf = _zipf(forms, pieces, language)
    known = any(lexicon().knows(f, language) for f in forms)
    named = word[0].isupper() and (not starts or (not known and zipf < 3.3)) and not (word.isupper() and zipf > 3.5)
    weight = 0.0 if zipf >= _FREQUENT else max(0.0, min(6.3 - zipf, 4.5)) / 1.5
    if _WEEKDAY.search(lower):
        weight = min(weight, 0.2)
    if named:
        bare = {lower[:-1]} if language in ("sv", "en") and lower.endswith("s") and len(lower) > 3 else set()
        return Term("N", lower, language, tuple(sorted({*forms, *bare})), pieces, max(weight, 1.0))
    return Term("W", lower, language, forms, pieces, weight)


def _zipf(forms: tuple[str, ...], pieces: tuple[frozenset[str], ...], language: str) -> float:
    """How common a word is; an unseen compound is a little rarer than its rarer part."""
    code = _WORDFREQ.get(language)
    if code is None:
        return 3.5 if max(map(len, forms)) > 3 else _FREQUENT
    zipf = max(zipf_frequency(f, code) for f in forms)
    if zipf < 1.5 and pieces:
        zipf = max(zipf, min(max((zipf_frequency(h, code) for h in p), default=0.0) for p in pieces) - 1.0)
    return zipf


__all__ = ["GAP", "Profile", "Term", "profile"]
