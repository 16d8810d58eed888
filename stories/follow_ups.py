"""Which earlier text a correction, an extension or a cancellation is about: other news, but not without its story."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import log, sqrt
from typing import Final, Literal, cast

from stories import facts
from stories.dates import HELSINKI
from stories.lemmas import lemmas
from stories.marks import marks
from stories.model import Article
from stories.references import projects

FollowUpKind = Literal["correction", "extension", "cancellation"]
# Raised by hand whenever follow-ups are sought otherwise than before.
VERSION: Final = "1"
REACH: Final = timedelta(days=120)
_ORDER: Final[tuple[FollowUpKind, ...]] = ("correction", "cancellation", "extension")
_LEAST: Final = 0.4
_AHEAD: Final = 1.25
"""How much likelier than the next one the earlier text must be, or nobody can tell which is meant."""
_NAMED_DAY: Final = 0.15
_NAMED_PROJECT: Final = 0.45
_LONGEST: Final = 4_000
_COMPOUND: Final = 11
_BEGINNINGS: Final = (9, 13, 17)
_WORD: Final = re.compile(r"[^\W\d_]{4,40}")
_OWN_WORDS: Final = re.compile(
    r"oikais|korja|täsmen|tarken|rättel|korriger|preciser|correct|clarif|jatk|piden|lisäaik|förläng|exten|peru|ställ|avlys"
    r"|cancel|(?:haku|ilmoittautumis|lausunto|vastaus|määrä)ai[kj]|(?:ansöknings|anmälnings|svars|remiss)tid|deadline",
    re.IGNORECASE,
)
"""The words that say what has happened to the earlier news are no words of that news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A text that corrects, extends or cancels what an earlier one told; `score` 0-1 is what they have in common."""

    article_id: str
    earlier_id: str
    kind: FollowUpKind
    score: float
    evidence: tuple[str, ...]


def said(article: Article) -> FollowUpKind | None:
    """What a headline says that its text does to earlier news; None for most."""
    found = marks(article.title)
    return next((kind for kind in _ORDER if kind in found), None)


def follow_up(article: Article, earlier: Sequence[Article]) -> FollowUp | None:
    """The likeliest of the publisher's earlier texts in the same language, when one is likely enough.

    Of what follows something itself none is taken: the news is what all of them are about.
    """
    kind = said(article)
    candidates = [one for one in earlier if said(one) is None and one.article_id != article.article_id]
    if kind is None or not candidates:
        return None
    later, others = _words(article), {one.article_id: _words(one) for one in candidates}
    held = Counter(word for words in (later, *others.values()) for word in words.whole)
    worth = {word: log((len(others) + 2) / times) for word, times in held.items()}
    ranked = sorted(
        ((_score(article, later, one, others[one.article_id], worth), one) for one in candidates),
        key=lambda told: (-told[0][0], -_instant(told[1]), told[1].article_id),
    )
    (score, evidence), best = ranked[0]
    rival = ranked[1][0][0] if len(ranked) > 1 else 0.0
    if score < max(_LEAST, _AHEAD * rival):
        return None
    return FollowUp(
        article_id=article.article_id,
        earlier_id=best.article_id,
        kind=kind,
        score=round(min(1.0, score), 3),
        evidence=evidence,
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text's headline, of its head, and of all that is read of it, by their keys."""

    title: AbstractSet[str]
    head: AbstractSet[str]
    whole: AbstractSet[str]


def _words(article: Article) -> _Words:
    title = _lemmas(article.title, article.language)
    head = title | _lemmas(article.summary, article.language)
    return _Words(title, head, head | _lemmas(article.body[:_LONGEST], article.language))


def _lemmas(text: str, language: str) -> AbstractSet[str]:
    plain = (word for word in set(_WORD.findall(text.casefold())) if not _OWN_WORDS.match(word))
    return frozenset(key for word in plain for key in _keys(word, language))


@lru_cache(maxsize=50_000)
def _keys(word: str, language: str) -> tuple[str, ...]:
    """A word by its lemma; a long one, which is often a compound that no list knows, by how it begins."""
    if len(word) >= _COMPOUND:
        return tuple(word[:length] for length in _BEGINNINGS if len(word) >= length + 2)
    return (min(lemmas(word, language), key=lambda form: (len(form), form)),)


def _score(
    article: Article, later: _Words, one: Article, words: _Words, worth: Mapping[str, float]
) -> tuple[float, tuple[str, ...]]:
    """How much of the later head the earlier text holds, and of the earlier headline the later text; and why."""
    there, back = _share(later.title, words.whole, worth), _share(words.title, later.whole, worth)
    score = sqrt(there * back)
    evidence = [f"{there:.0%} of its headline's words are in the earlier text, {back:.0%} of that one's headline in it"]
    day = one.published_at.astimezone(HELSINKI).date() if one.published_at else None
    if day and day in _days(article):
        score += _NAMED_DAY
        evidence.append(f"names the day on which that came out, {day.day}.{day.month}.{day.year}")
    shared = projects(_text(article)) & projects(_text(one))
    if shared:
        score += _NAMED_PROJECT
        evidence.append(f"both name {min(shared)}")
    return score, tuple(evidence)


def _share(asked: AbstractSet[str], held: AbstractSet[str], worth: Mapping[str, float]) -> float:
    whole = sum(worth[word] for word in asked)
    return sum(worth[word] for word in asked & held) / whole if whole > 0 else 0.0


def _days(article: Article) -> frozenset[date]:
    """The days that a text names, except its own."""
    own = article.published_at.astimezone(HELSINKI).date() if article.published_at else None
    keys = facts.read(_text(article), article.language, own).keys
    return frozenset(date.fromisoformat(key[2:]) for key in keys if key.startswith("D:")) - {cast("date", own)}


def _text(article: Article) -> str:
    return f"{article.title}\n{article.summary}\n{article.body}"[:_LONGEST]


def _instant(article: Article) -> float:
    return (article.published_at or article.seen_at).timestamp()
