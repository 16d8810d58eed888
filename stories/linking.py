"""From judgements to stories: closes pairs into groups that hold one text a language, and keeps their ids stable."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from itertools import count

from stories.model import Article, Variant
from stories.rulings import NO_RULINGS, Opponents, Rulings

_NEVER = datetime.max.replace(tzinfo=UTC)


def stories(
    articles: Sequence[Article],
    variants: Sequence[Variant],
    known: Mapping[str, str],
    rulings: Rulings = NO_RULINGS,
) -> dict[str, str]:
    """The story of every article: {article_id: story_id}, ids in `known` kept; independent of the order of input.

    What editors hold apart (`rulings.apart`) stays apart, whatever `variants` say. A merged group takes the id of its
    oldest member that has one; of a story that falls apart the largest part keeps it; a new story's id is made of its
    oldest article's id.
    """
    by_id = {a.article_id: a for a in articles}
    joined = join(by_id, variants, rulings)
    groups = sorted((sorted((by_id[m] for m in members), key=_age) for members in joined), key=lambda g: _age(g[0]))
    heirs = _heirs(groups, known)
    kept: dict[int, dict[str, str]] = defaultdict(dict)
    for article_id, story_id in known.items():
        if story_id in heirs:
            kept[heirs[story_id]][article_id] = story_id
    ids: dict[str, str] = {}
    taken = set(heirs)
    for place, members in enumerate(groups):
        name = _story_id(members, kept[place], taken)
        taken.add(name)
        ids.update(dict.fromkeys((a.article_id for a in members), name))
    return ids


def join(
    languages: Mapping[str, Article], variants: Iterable[Variant], rulings: Rulings = NO_RULINGS
) -> list[list[str]]:
    """Article ids in sorted groups; surest judgements first, refused where a group would hold two texts of a tongue.

    Copies (`duplicate`) count as one text; `possible` judgements join nothing.
    """
    forest = Forest({i: a.language for i, a in languages.items()}, rulings)
    for variant in sorted(variants, key=strength):
        if variant.left in languages and variant.right in languages:
            forest.refuse(variant)
    return forest.groups()


def strength(variant: Variant) -> tuple[int, float, str, str, str]:
    """The order in which judgements are heard: an editor's, then copies, then the surest."""
    rank = 0 if variant.decided_by == "editor" else 1 if variant.relation == "duplicate" else 2
    return rank, -variant.score, variant.left, variant.right, variant.relation


class Forest:
    """Groups of articles under two rules: one text a language (texts are groups of copies), and what editors part."""

    def __init__(self, languages: Mapping[str, str], rulings: Rulings = NO_RULINGS) -> None:
        self._languages = languages
        self._opponents = Opponents.in_(rulings.apart)
        self._story = {i: i for i in languages}
        self._text = {i: i for i in languages}
        self._members = {i: [i] for i in languages}

    def refuse(self, variant: Variant) -> str | None:
        """Joins the two sides' groups and returns None; else the rule that forbids it, in words."""
        if variant.relation == "possible":
            return "it waits for an editor"
        left, right = _root(self._story, variant.left), _root(self._story, variant.right)
        if left != right and self._opponents.part(self._members[left], self._members[right]):
            return "an editor has split what would come together"
        if variant.relation == "duplicate":
            _unite(self._text, variant.left, variant.right)
        if left == right:
            return None
        if variant.decided_by != "editor" and not self._agree(left, right):
            return "the story already holds another text of that language"
        root = _unite(self._story, left, right)
        self._members[root] = self._members[left] + self._members[right]
        if variant.decided_by == "editor":
            self._settle(root)
        return None

    def text(self, article_id: str) -> str:
        """The article that stands for all copies of this one's text."""
        return _root(self._text, article_id)

    def groups(self) -> list[list[str]]:
        """Every group's sorted members, in the order of their first members."""
        roots = {_root(self._story, i) for i in self._languages}
        return sorted(sorted(self._members[r]) for r in roots)

    def _settle(self, story: str) -> None:
        """What an editor has put together counts as one text a language from then on."""
        firsts: dict[str, str] = {}
        for member in self._members[story]:
            _unite(self._text, firsts.setdefault(self._languages[member], member), member)

    def _agree(self, left: str, right: str) -> bool:
        texts: dict[str, set[str]] = {}
        for member in self._members[left] + self._members[right]:
            texts.setdefault(self._languages[member], set()).add(_root(self._text, member))
        return all(len(t) == 1 for t in texts.values())


def _root(parents: dict[str, str], node: str) -> str:
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node


def _unite(parents: dict[str, str], left: str, right: str) -> str:
    first, second = sorted((_root(parents, left), _root(parents, right)))
    parents[second] = first
    return first


def _age(article: Article) -> tuple[datetime, str]:
    return article.published_at or _NEVER, article.article_id


def _heirs(groups: Sequence[Sequence[Article]], known: Mapping[str, str]) -> dict[str, int]:
    """The group that keeps each known id: the one with most of its members, the oldest of equals; by place."""
    held: dict[str, Counter[int]] = defaultdict(Counter)
    for place, members in enumerate(groups):
        for article in members:
            if article.article_id in known:
                held[known[article.article_id]][place] += 1
    return {name: max(counts, key=lambda place: (counts[place], -place)) for name, counts in held.items()}


def _story_id(members: Sequence[Article], kept: Mapping[str, str], taken: AbstractSet[str]) -> str:
    """The id of the oldest member whose story this group keeps, or a new one: a part split off is its own story."""
    own = next((kept[a.article_id] for a in members if a.article_id in kept), None)
    return own or next(name for name in _fresh(members[0].article_id) if name not in taken)


def _fresh(article_id: str) -> Iterator[str]:
    """Ids made of an article's own: the second and later ones serve where a split has left the first with another."""
    for number in count():
        seed = f"{article_id}#{number}" if number else article_id
        yield "s-" + hashlib.sha256(seed.encode()).hexdigest()[:12]
