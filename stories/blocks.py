"""Which articles are worth laying side by side: another language, the same organisation, days close together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from types import MappingProxyType
from typing import Final

from stories.model import Article

LANGUAGES: Final = ("fi", "sv", "en", "se")
WINDOW: Final = timedelta(days=8)
NO_OWNERS: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})
_ROWS: Final = 400


@dataclass(frozen=True, slots=True)
class Block:
    """Left texts of one organisation and language, and the right texts of another language that may be theirs."""

    left: tuple[Article, ...]
    right: tuple[Article, ...]


def language_pairs(articles: Sequence[Article]) -> list[tuple[str, str]]:
    """The pairs of known languages that the articles hold, in a fixed order."""
    held = {a.language for a in articles}
    return list(combinations([code for code in LANGUAGES if code in held], 2))


def blocks(
    articles: Sequence[Article],
    left: str,
    right: str,
    new: Collection[str] | None,
    window: timedelta = WINDOW,
    owners: Mapping[str, Sequence[str]] = NO_OWNERS,
) -> Iterator[Block]:
    """Blocks of one language pair; with `new` only those that hold a new article within the window of the others.

    A text stands among its source's organisation's texts and among its declared owners' too.
    """
    by_organisation: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        for organisation in {article.organisation, *owners.get(article.article_id, ())}:
            by_organisation[organisation].append(article)
    for organisation in sorted(by_organisation):
        members = sorted(by_organisation[organisation], key=lambda a: (moment(a), a.article_id))
        lefts, rights = ([a for a in members if a.language == code] for code in (left, right))
        yield from _cut(_near_new(lefts, members, new, window), _near_new(rights, members, new, window), window)


def near(left: Article, right: Article, window: timedelta = WINDOW) -> bool:
    """Whether two articles came out close enough to be versions of one text."""
    return abs(moment(left) - moment(right)) <= window


def moment(article: Article) -> datetime:
    """When an article came out, or was first seen where the publisher gives no time."""
    return article.published_at or article.seen_at


def _near_new(
    articles: list[Article], members: list[Article], new: Collection[str] | None, window: timedelta
) -> list[Article]:
    """Articles within two windows of a new one: a new article's rivals have rivals of their own."""
    if new is None:
        return articles
    moments = [moment(a) for a in members if a.article_id in new]
    return [a for a in articles if _within(moments, moment(a), 2 * window)]


def _within(moments: list[datetime], at: datetime, reach: timedelta) -> bool:
    return bisect_left(moments, at - reach) < bisect_right(moments, at + reach)


def _cut(lefts: list[Article], rights: list[Article], window: timedelta) -> Iterator[Block]:
    moments = [moment(a) for a in rights]
    for start in range(0, len(lefts), _ROWS):
        rows = lefts[start : start + _ROWS]
        first = bisect_left(moments, moment(rows[0]) - window)
        last = bisect_right(moments, moment(rows[-1]) + window)
        if first < last:
            yield Block(tuple(rows), tuple(rights[first:last]))
