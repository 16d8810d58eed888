"""What a text says, as weighted terms that can be compared across languages: words, names, places and facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Final, Literal
from weakref import WeakValueDictionary

from stories.facts import GAP, read
from stories.frequencies import COUNTED, RARE, frequency, shares
from stories.lemma_tables import LANGUAGES, table
from stories.lemmas import lemmas, parts
from stories.lexicon import lexicon
from stories.marks import marks
from stories.model import Article
from stories.names import begins_foreign_name, finnish_place, foreign_place, initials_of, longest_foreign_name
from stories.numerals import numerals

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
_KIND_AND_KEY: Final = attrgetter("kind", "key")


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Term:
    """One thing a text names; made by `term`, so that equal terms are one object.

    `kind`: W word, N name, G known place or body, or a fact's own letter. `group`: what the forms of one word share.
    """

    kind: str
    key: str
    language: str
    lemmas: tuple[str, ...] = ()
    parts: tuple[frozenset[str], ...] = ()
    weight: float = 0.0
    group: str = field(init=False)

    def __post_init__(self) -> None:
        shortest = min(self.lemmas, key=lambda x: (len(x), x)) if self.lemmas else self.kind + self.key
        object.__setattr__(self, "group", shortest)


_Told = tuple[str, str, str, tuple[str, ...], tuple[frozenset[str], ...], float]
_HELD: Final[WeakValueDictionary[_Told, Term]] = WeakValueDictionary()
"""Every term alive: terms are hashed and compared millions of times a night, which by identity costs nothing."""


def term(
    kind: str,
    key: str,
    language: str,
    lemmas: tuple[str, ...] = (),
    parts: tuple[frozenset[str], ...] = (),
    weight: float = 0.0,
) -> Term:
    """The one term of these values."""
    told = (kind, key, language, lemmas, parts, weight)
    return _HELD.get(told) or _HELD.setdefault(told, Term(*told))


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
    read_zones = [_terms(article, getattr(article, zone)[: _LONGEST[zone]]) for zone in ZONES]
    one = _one_per_word({term for zone in read_zones for term in zone})
    title, summary, body = ([(one.get(term, term), times) for term, times in zone.items()] for zone in read_zones)
    counts: dict[Term, int] = {}
    for term, times in (*title, *summary, *body):
        counts[term] = counts.get(term, 0) + times
    headline = frozenset(term for term, _ in title)
    lead = f"{article.title}\n{article.summary}"
    return Profile(
        article=article,
        counts={term: counts[term] for term in sorted(counts, key=_KIND_AND_KEY)},
        title=headline,
        lead=headline.union(term for term, _ in summary),
        marks=marks(lead),
        mentions=marks(f"{lead}\n{article.body}"),
    )


def prepare(languages: Iterable[str]) -> None:
    """Unpacks what texts of these languages are read by, which reading the first of them would do."""
    for language in languages:
        lexicon().knows("", language)
        if language in LANGUAGES:
            table(language)
        if language in COUNTED:
            shares(language)


def _one_per_word(terms: Collection[Term]) -> dict[Term, Term]:
    """What brings the forms of one word to one term, so that a word said in three cases is not three agreements."""
    firsts: dict[str, Term] = {}
    forms: dict[str, set[Term]] = {}
    for term in terms:
        first = firsts.setdefault(term.group, term)
        if first is not term:
            forms.setdefault(term.group, {first}).add(term)
    return {term: one for held in forms.values() for one in (_common(held),) for term in held}


def _common(forms: Collection[Term]) -> Term:
    first, *others = sorted(forms, key=lambda t: (t.kind, t.key))
    lemmata = {lemma for t in (first, *others) for lemma in t.lemmas}
    parts = next((t.parts for t in (first, *others) if t.parts), ())
    return term(first.kind, first.key, first.language, tuple(sorted(lemmata)), parts, min(t.weight for t in forms))


def _terms(article: Article, text: str) -> dict[Term, int]:
    """Every term of a text and how often it stands there."""
    if not text:
        return {}
    language, day = article.language, article.published_at.date() if article.published_at else None
    facts = read(text, language, day)
    found = {fact_term(key, language): 1 for key in facts.keys}
    for told, times in _words(facts.rest, language).items():
        found[told] = found.get(told, 0) + times
    return found


def _words(text: str, language: str) -> dict[Term, int]:
    """The words of a text, and the known places and bodies among them."""
    tokens = _WORD.findall(text)
    shouting = text.upper() == text and sum(t.isupper() for t in tokens if len(t) > 3) > 3
    told: tuple[list[str], list[str]] = [], []
    places: list[str] = []
    after, start = 0, True
    for position, (token, sort) in enumerate(zip(tokens, _sorts(tokens, language), strict=True)):
        if position < after:
            continue
        if sort == _STOP:
            start = True
            continue
        place, used = _place(tokens, position, language) if sort == _CAPITAL else (None, 1)
        if place:
            places.append(place)
            after = position + used
        elif sort == _PLAIN or (sort == _CAPITAL and _is_word(token.lower(), language)):
            told[start or shouting].append(token)
        start = False
    return _counted(*told, places, language, {} if shouting else initials_of(tokens))


def _counted(
    inner: list[str], first: list[str], places: list[str], language: str, initials: Mapping[str, Collection[str]]
) -> dict[Term, int]:
    found: dict[Term, int] = {place_term(name, language): times for name, times in Counter(places).items()}
    for tokens, starts in ((inner, False), (first, True)):
        for token, times in Counter(tokens).items():
            one = word_term(token, language, starts)
            if token in initials:
                forms = tuple(sorted({*one.lemmas, *initials[token]}))
                one = term(one.kind, one.key, language, forms, one.parts, one.weight)
            found[one] = found.get(one, 0) + times
    return found


_STOP: Final = 0
_PLAIN: Final = 1
_CAPITAL: Final = 2
_NOTHING: Final = 3
_MOST_SORTED: Final = 400_000
_SORTED: Final[dict[str, dict[str, int]]] = {}


def _sorts(tokens: list[str], language: str) -> list[int]:
    """What each token is: the end of a sentence, a word, one that may begin a known name, or nothing telling."""
    known = _SORTED.setdefault(language, {})
    if len(known) > _MOST_SORTED:
        known.clear()
    for token in set(tokens).difference(known):
        known[token] = _sort(token, token.lower(), language)
    return [known[token] for token in tokens]


def _sort(token: str, lower: str, language: str) -> int:
    if not token[0].isalpha():
        return _STOP
    if token[0].isupper() and _may_be_place(lower, language):
        return _CAPITAL
    return _PLAIN if _is_word(lower, language) else _NOTHING


def _may_be_place(lower: str, language: str) -> bool:
    if language == "fi":
        return finnish_place(lower) is not None
    return begins_foreign_name(lower) or (language == "en" and finnish_place(lower) is not None)


def _is_word(lower: str, language: str) -> bool:
    return (len(lower) > 1 or lower in _ONE_LETTER_WORDS) and lower not in numerals(language)


def _place(tokens: list[str], position: int, language: str) -> tuple[str | None, int]:
    """A known name beginning here, and how many tokens it takes; Swedish ones may be several words long."""
    if language == "fi":
        return finnish_place(tokens[position].lower()), 1
    for length in range(longest_foreign_name(), 0, -1):
        phrase = " ".join(tokens[position : position + length]).lower()
        place = foreign_place(phrase) if language != "en" or length > 1 else finnish_place(phrase)
        if place:
            return place, length
    return None, 0


@lru_cache(maxsize=50_000)
def place_term(name: str, language: str) -> Term:
    """The term of a known place or body, the same key in every language."""
    return term("G", name, language, weight=_FACT_WEIGHT["G"])


@lru_cache(maxsize=50_000)
def fact_term(key: str, language: str) -> Term:
    """The term of a fact; a number weighs the more the more digits tell it apart."""
    weight = _number_weight(key[2:]) if key[0] == "#" else _FACT_WEIGHT[key[0]]
    return term(key[0], key[2:], language, weight=weight)


def _number_weight(number: str) -> float:
    if float(number) <= 10:
        return 0.4
    telling = len(number.replace(".", "").rstrip("0")) or 1
    return {1: 1.2, 2: 1.8, 3: 2.8}.get(telling, 3.2)


@lru_cache(maxsize=200_000)
def word_term(word: str, language: str, starts: bool) -> Term:
    """The term of a word as it stands; a capital inside a sentence, or on an unknown rare word, makes it a name."""
    word = word.replace("’", "'")
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
        return term("N", lower, language, tuple(sorted({*forms, *bare})), pieces, max(weight, 1.0))
    return term("W", lower, language, forms, pieces, weight)


def _zipf(forms: tuple[str, ...], pieces: tuple[frozenset[str], ...], language: str) -> float:
    """How common a word is; an unseen compound is a little rarer than its rarer part."""
    if language not in COUNTED:
        return 3.5 if max(map(len, forms)) > 3 else _FREQUENT
    zipf = max(frequency(f, language) for f in forms)
    if zipf < RARE and pieces:
        zipf = max(zipf, min(max((frequency(h, language) for h in p), default=0.0) for p in pieces) - 1.0)
    return zipf


__all__ = ["GAP", "Profile", "Term", "profile"]
