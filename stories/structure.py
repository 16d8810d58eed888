"""What publishers themselves say about which texts are versions of each other, and how far each way is trusted.

Trust is counted in log-odds and added to what the texts say. Only a tie that both sides confirm, or a key that the
publisher gives to all versions of one release, outweighs an undecided text; the other ties are hints.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Final

from stories.addresses import page_key, slug, text_key
from stories.model import Alternate, Article
from stories.references import references

FIRM: Final = 9.0
_ONE_WAY: Final = {"sttinfo": FIRM - 2, "jsonld": 3.5}
"""A press room tells all versions of a release itself; anybody else's link one way is a hint, more or less strong."""
_A_LINK: Final = 2.5
_DAYS_OF_A_NUMBER: Final = 8
_REFERENCES: Final = {"project": 2.0, "file": 2.5, "mail": 0.8, "image": 2.5}
"""What a rare reference adds: hints only, since its text counts among the shared facts too."""
_RELEASE: Final = re.compile(
    r"\b(?:(?:lehdistö|media)?(?:tiedote|uutinen)|(?:press|medie)?(?:meddelande|release|nyhet)|(?:preassa)?dieđáhus)"
    r"[\s:]{0,3}(?:(?:n:o|nro|nr|no)\b\.?\s{0,2})?0{0,3}([1-9]\d{0,3})\s?/\s?(20\d\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One publisher's statement that two articles belong together; `trust` is in log-odds."""

    trust: float
    evidence: str


Pair = tuple[str, str]
Holders = Mapping[tuple[str, str], Mapping[str, int]]
_Groups = dict[tuple[str, str | None], list[Article]]


def ties(articles: Sequence[Article], holders: Holders | None = None) -> dict[Pair, Tie]:
    """The strongest structural tie of every pair of articles in different languages, keyed by ordered ids.

    `holders` counts the texts of the whole archive that name a reference, by (organisation, reference) and language.
    """
    found: dict[Pair, Tie] = {}
    for left, right, tie in _all_ties(articles, holders or {}):
        first, second = sorted((left.article_id, right.article_id))
        pair = first, second
        if left.language != right.language and (pair not in found or tie.trust > found[pair].trust):
            found[pair] = tie
    return found


Promises = Mapping[str, Mapping[str, str]]
"""By article id and language the one page that is named as its version in that language."""
NOTHING_PROMISED: Final[Promises] = MappingProxyType({})


def promises(articles: Iterable[Article]) -> Promises:
    """The pages that articles alone name as their versions: no front pages, and not their own under another path."""
    held = list(articles)
    named = {a.article_id: _named_pages(a) for a in held}
    claims = _claims(held, named)
    return {
        article.article_id: {
            told.language: told.url
            for target, told in named[article.article_id].items()
            if claims[target, article.language] == 1 and text_key(told.url) not in ("", text_key(article.url))
        }
        for article in held
        if named[article.article_id]
    }


def another_partner(left: Article, right: Article, promised: Promises) -> str | None:
    """Why two texts are no versions of each other by their publishers' word: one names another page of that site."""
    if page_key(right.url) in _named_pages(left) or page_key(left.url) in _named_pages(right):
        return None
    for article, other in ((left, right), (right, left)):
        page = promised.get(article.article_id, {}).get(other.language)
        if page and _site(page) == _site(other.url) and not _may_be_one(page, other.url):
            return f"{page_key(page)} is named as the {other.language} version"
    return None


def _may_be_one(page: str, url: str) -> bool:
    """Whether two addresses may lead to one text, by another path or under another language's."""
    return text_key(page) == text_key(url) or (slug(page) != "" and slug(page) == slug(url))


def _site(url: str) -> str:
    return page_key(url).partition("/")[0]


def release_number(article: Article) -> str | None:
    """The release number an article carries or prints at its head, such as "97/2026"."""
    if article.release:
        return article.release.strip().lstrip("0")
    head = f"{article.title}\n{article.summary}\n{article.body[:300]}"
    match = _RELEASE.search(head) if "/" in head else None
    return f"{match[1]}/{match[2]}" if match else None


def _all_ties(articles: Sequence[Article], holders: Holders) -> Iterator[tuple[Article, Article, Tie]]:
    yield from _by_group(articles)
    yield from _by_alternates(articles)
    yield from _by_release(articles)
    yield from _by_address(articles)
    yield from _by_reference(articles, holders)


def _by_group(articles: Sequence[Article]) -> Iterator[tuple[Article, Article, Tie]]:
    for (_, key), members in _grouped(articles, lambda a: (a.organisation, a.group)).items():
        if _one_text_a_language(members):
            for left, right in combinations(members, 2):
                yield left, right, Tie(trust=FIRM, evidence=f"publisher's own release key {key}")


def _one_text_a_language(members: Iterable[Article]) -> bool:
    """A key on different texts of one language names a theme, not a release; copies of one text share their title."""
    titles = defaultdict(set)
    for article in members:
        titles[article.language].add(article.title.casefold().strip())
    return all(len(t) == 1 for t in titles.values())


def _by_alternates(articles: Sequence[Article]) -> Iterator[tuple[Article, Article, Tie]]:
    pages: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        pages[page_key(article.url)].append(article)
    named = {a.article_id: _named_pages(a) for a in articles}
    claims = _claims(articles, named)
    for article in articles:
        for target, alternate in named[article.article_id].items():
            for other in pages.get(target, ()):
                tie = _alternate_tie(article, other, alternate, named, claims)
                if tie:
                    yield article, other, tie


def _named_pages(article: Article) -> dict[str, Alternate]:
    """Pages named as versions, leaving out a page that names several addresses for one language: which is meant?"""
    own = page_key(article.url)
    targets = {page_key(a.url): a for a in article.alternates}
    per_language = Counter(a.language for a in targets.values())
    pages = {key: a for key, a in targets.items() if key != own and "/" in key}
    return {key: a for key, a in pages.items() if per_language[a.language] == 1}


def _claims(articles: Sequence[Article], named: Mapping[str, Mapping[str, Alternate]]) -> Counter[tuple[str, str]]:
    """How many different pages of one language name a target: a target that many share is a front or section page."""
    claims = {(target, a.language, page_key(a.url)) for a in articles for target in named[a.article_id]}
    return Counter((target, language) for target, language, _ in claims)


def _alternate_tie(
    article: Article,
    other: Article,
    alternate: Alternate,
    named: Mapping[str, Mapping[str, Alternate]],
    claims: Counter[tuple[str, str]],
) -> Tie | None:
    back = named[other.article_id]
    shared = claims[page_key(other.url), article.language] > 1 or claims[page_key(article.url), other.language] > 1
    if alternate.language != other.language:
        return None
    returned = back.get(page_key(article.url))
    if returned is not None and returned.language == article.language:
        return _both_ways(alternate.origin, shared)
    if shared:
        return None
    if any(a.language == article.language for a in back.values()):
        return None  # the other side names another partner: a contradiction, no hint at all
    return Tie(trust=_ONE_WAY.get(alternate.origin, _A_LINK), evidence=f"{alternate.origin} one way")


def _both_ways(origin: str, shared: bool) -> Tie:
    if shared:
        return Tie(trust=4.0, evidence=f"{origin} both ways, though other pages name it too")
    return Tie(trust=FIRM, evidence=f"{origin} both ways")


def _by_release(articles: Sequence[Article]) -> Iterator[tuple[Article, Article, Tie]]:
    for (_, number), members in _grouped(articles, lambda a: (a.organisation, release_number(a))).items():
        for left, right in _single_pairs(members):
            if _days_apart(left, right) <= _DAYS_OF_A_NUMBER:
                yield left, right, Tie(trust=4.0, evidence=f"same release number {number}")


def _by_address(articles: Sequence[Article]) -> Iterator[tuple[Article, Article, Tie]]:
    for members in _grouped(articles, lambda a: (a.organisation, text_key(a.url))).values():
        for left, right in _single_pairs(members):
            yield left, right, Tie(trust=4.0, evidence="same address but for the language")
    for members in _grouped(articles, lambda a: (a.organisation, slug(a.url))).values():
        for left, right in _single_pairs(members):
            yield left, right, Tie(trust=3.0, evidence=f"same slug {slug(left.url)}")


def _by_reference(articles: Sequence[Article], holders: Holders) -> Iterator[tuple[Article, Article, Tie]]:
    """A project, contact, file or picture that one text a language has, and no other of its organisation ever had."""
    named: dict[tuple[str, str], list[Article]] = defaultdict(list)
    for article in articles:
        for reference in references(article):
            named[article.organisation, reference].append(article)
    for key, members in named.items():
        kind, _, name = key[1].partition(":")
        if max(holders.get(key, {}).values(), default=0) > 1:
            continue
        for left, right in _single_pairs(members):
            if _days_apart(left, right) <= _DAYS_OF_A_NUMBER:
                verb = "show the picture" if kind == "image" else "name"
                yield left, right, Tie(trust=_REFERENCES[kind], evidence=f"only these two {verb} {name}")


def _grouped(articles: Sequence[Article], key: Callable[[Article], tuple[str, str | None]]) -> _Groups:
    groups: _Groups = defaultdict(list)
    for article in articles:
        name = key(article)
        if name[1]:
            groups[name].append(article)
    return groups


def _single_pairs(members: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    """Pairs across languages where each language has one page: a key that several texts share says nothing."""
    pages = Counter(a.language for a in {(page_key(a.url), a.language): a for a in members}.values())
    return (
        (a, b)
        for a, b in combinations(members, 2)
        if a.language != b.language and pages[a.language] == pages[b.language] == 1
    )


def _days_apart(left: Article, right: Article) -> float:
    if left.published_at is None or right.published_at is None:
        return 0.0
    return abs((left.published_at - right.published_at).total_seconds()) / 86_400
