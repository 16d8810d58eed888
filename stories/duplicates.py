"""Copies: the same text in the same language at another address, whole, lightly edited or under another headline."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, compress
from typing import Final
from zlib import crc32

from stories.facts import Key, conflict, read
from stories.marks import marks
from stories.model import Article, Variant

_WORDS: Final = re.compile(r"\w{1,40}")
_SHINGLE: Final = 4
_LONGEST: Final = 20_000
_COPY: Final = 0.35
_NEARLY: Final = 0.25
_DAYS: Final = 21
_BOILERPLATE: Final = 12
"""A run of words that this many texts share is a footer, not a story."""


@dataclass(frozen=True)
class _Copyable:
    """A text's runs of words; what it says is read only when another shares them."""

    article: Article
    sketched: Collection[int] | None = None

    @cached_property
    def shingles(self) -> frozenset[int]:
        return _shingles(_told(self.article), self.article.title)

    @property
    def sample(self) -> Collection[int]:
        return _sample(self.shingles) if self.sketched is None else self.sketched

    @cached_property
    def facts(self) -> frozenset[Key]:
        text = f"{self.article.title}\n{_told(self.article)}"
        return read(text, self.article.language, _day(self.article)).keys

    @cached_property
    def lead(self) -> frozenset[Key]:
        return read(_head(self.article), self.article.language, _day(self.article)).keys

    @cached_property
    def marks(self) -> frozenset[str]:
        return marks(_head(self.article))

    @cached_property
    def mentions(self) -> frozenset[str]:
        return marks(f"{_head(self.article)}\n{self.article.body}")


def duplicates(
    articles: Sequence[Article],
    new: Collection[str] | None = None,
    sketches: Mapping[str, Collection[int]] | None = None,
) -> list[Variant]:
    """Copies among articles of one language, across all organisations; `new` limits them to pairs with a side in it.

    `sketches` by article id, where they are at hand, spare reading the texts that are nobody's copies.
    """
    texts = [_Copyable(a, (sketches or {}).get(a.article_id)) for a in sorted(articles, key=lambda a: a.article_id)]
    found = (_judge(a, b) for a, b in _candidates(texts, new))
    return [v for v in found if v]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """How much of the shorter text's word runs the other holds (0-1), what is asked, and whether their news differ."""

    share: float
    asked: float
    same_title: bool
    differ: bool


def copying(left: Article, right: Article) -> Copying:
    """What makes two articles of one language copies or keeps them apart."""
    one, other = _Copyable(left), _Copyable(right)
    same_title = _plain(left.title) == _plain(right.title)
    return Copying(
        share=_share(one, other),
        asked=_NEARLY if same_title else _COPY,
        same_title=same_title,
        differ=_differ(one, other),
    )


def _share(left: _Copyable, right: _Copyable) -> float:
    return len(left.shingles & right.shingles) / max(1, min(len(left.shingles), len(right.shingles)))


def sketch(title: str, summary: str, body: str) -> list[int]:
    """The few runs of words by which copies of a text are sought, as numbers under 2^32, sorted."""
    return sorted(_sample(_shingles(f"{summary}\n{body}"[:_LONGEST], title)))


def _told(article: Article) -> str:
    return f"{article.summary}\n{article.body}"[:_LONGEST]


def _head(article: Article) -> str:
    return f"{article.title}\n{article.summary}"


def _day(article: Article) -> date | None:
    return article.published_at.date() if article.published_at else None


def _shingles(text: str, title: str) -> frozenset[int]:
    """Numbers of every run of four words; of the headline where there is no text."""
    words = _WORDS.findall((text if text.strip() else title).casefold())
    if len(words) <= _SHINGLE:
        return frozenset({crc32(" ".join(words).encode())})
    runs = zip(*(words[first:] for first in range(_SHINGLE)), strict=False)
    return frozenset(crc32(" ".join(run).encode()) for run in runs)


def _candidates(texts: Sequence[_Copyable], new: Collection[str] | None) -> Iterator[tuple[_Copyable, _Copyable]]:
    """Pairs that share a sampled shingle: every eighth by value, so that two texts sample alike."""
    fresh = [new is None or text.article.article_id in new for text in texts]
    sought: dict[str, set[int]] = defaultdict(set)
    for text in compress(texts, fresh):
        sought[text.article.language].update(text.sample)
    holders: dict[tuple[str, int], list[int]] = defaultdict(list)
    for position, text in enumerate(texts):
        for shingle in sought[text.article.language].intersection(text.sample):
            holders[text.article.language, shingle].append(position)
    shared = {
        pair
        for positions in holders.values()
        if 1 < len(positions) <= _BOILERPLATE
        for pair in combinations(positions, 2)
        if fresh[pair[0]] or fresh[pair[1]]
    }
    for i, j in sorted(shared):
        left, right = texts[i], texts[j]
        if _near(left.article, right.article):
            yield left, right


def _sample(shingles: frozenset[int]) -> list[int]:
    sampled = [s for s in shingles if s % 8 == 0]
    return sampled if len(sampled) >= 8 else sorted(shingles, key=lambda s: (s % 8, s))[:24]


def _near(left: Article, right: Article) -> bool:
    if left.published_at is None or right.published_at is None:
        return True
    return abs((left.published_at - right.published_at).days) <= _DAYS


def _judge(left: _Copyable, right: _Copyable) -> Variant | None:
    shorter = min(len(left.shingles), len(right.shingles))
    share = _share(left, right)
    same_title = _plain(left.article.title) == _plain(right.article.title)
    if share < (_NEARLY if same_title else _COPY) or (shorter < 8 and not same_title):
        return None
    if shorter < 3 and not _same_short_news(left.article, right.article):
        return None
    if _differ(left, right):
        return None
    return _variant(left.article, right.article, share, same_title)


def _differ(left: _Copyable, right: _Copyable) -> bool:
    """Series, yearly repeats, extensions and corrections are near-copies: what they differ in is the news."""
    if left.marks - right.mentions or right.marks - left.mentions:
        return True
    return conflict(left.facts, right.facts, "DOL%") or (
        bool(_own(left.lead, "D#OYT") - right.facts) and bool(_own(right.lead, "D#OYT") - left.facts)
    )


def _own(facts: Iterable[Key], kinds: str) -> set[Key]:
    return {f for f in facts if f[0] in kinds}


def _same_short_news(left: Article, right: Article) -> bool:
    """A headline alone is a copy only when it is long enough to be one news and both came out together."""
    if left.published_at is None or right.published_at is None:
        return False
    hours = abs((left.published_at - right.published_at).total_seconds()) / 3600
    return len(_plain(left.title).split()) >= 5 and hours <= 48


def _plain(title: str) -> str:
    return " ".join(_WORDS.findall(title.casefold()))


def _variant(left: Article, right: Article, share: float, same_title: bool) -> Variant:
    evidence = [f"{share:.0%} of the shorter text's word runs are in the other"]
    if same_title:
        evidence.append("same headline")
    first, second = sorted((left.article_id, right.article_id))
    return Variant(
        left=first,
        right=second,
        relation="duplicate",
        score=round(min(0.999, 0.6 + 0.4 * share), 3),
        evidence=tuple(evidence),
        decided_by="text",
    )
