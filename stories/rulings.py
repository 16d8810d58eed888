"""What editors have decided about pairs of articles: which are one news, and which never stand in one story."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from stories.model import Article, Variant

Pair = tuple[str, str]
Verdict = Literal["together", "apart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """Editors' standing decisions, keyed by ordered article ids.

    `apart` is absolute: two such articles never share a story, even through a third one that editors tied to both.
    """

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()

    @classmethod
    def of(cls, verdicts: Mapping[Pair, Verdict]) -> Rulings:
        """Rulings from verdicts by pair, whichever way round a pair is written."""
        chosen = {ordered(*pair): verdict for pair, verdict in verdicts.items()}
        return cls(
            together=frozenset(pair for pair, verdict in chosen.items() if verdict == "together"),
            apart=frozenset(pair for pair, verdict in chosen.items() if verdict == "apart"),
        )

    def among(self, articles: Mapping[str, Article] | AbstractSet[str]) -> Rulings:
        """Only those with both sides among the articles."""
        return Rulings(together=_held(self.together, articles), apart=_held(self.apart, articles))


NO_RULINGS = Rulings()


@dataclass(slots=True)
class Opponents:
    """Who may not stand with whom, asked of whole groups."""

    _of: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def in_(cls, apart: Iterable[Pair]) -> Opponents:
        """Opponents from pairs of article ids."""
        found = cls()
        for left, right in apart:
            found._of.setdefault(left, set()).add(right)
            found._of.setdefault(right, set()).add(left)
        return found

    def part(self, left: Sequence[str], right: Sequence[str]) -> bool:
        """Whether any article of one group may not stand with any of the other."""
        if not self._of:
            return False
        short, long = sorted((left, right), key=len)
        held = set(long)
        return any(not held.isdisjoint(self._of[member]) for member in short if member in self._of)


def told(rulings: Rulings, articles: Mapping[str, Article]) -> list[Variant]:
    """What editors have tied, as judgements: `variant` across languages, `duplicate` within one, all of score 1."""
    return [
        Variant(
            left=left,
            right=right,
            relation="duplicate" if articles[left].language == articles[right].language else "variant",
            score=1.0,
            evidence=("an editor decided",),
            decided_by="editor",
        )
        for left, right in sorted(rulings.among(articles).together)
    ]


def ordered(left: str, right: str) -> Pair:
    """A pair of ids in their order."""
    return (left, right) if left < right else (right, left)


def crossed(left: Collection[str], right: Collection[str]) -> list[Pair]:
    """Every pair of one article on either side; one and the same article makes none."""
    return sorted({ordered(a, b) for a in left for b in right if a != b})


def within(members: Collection[str]) -> list[Pair]:
    """Every pair among some articles."""
    return list(combinations(sorted(set(members)), 2))


def _held(pairs: AbstractSet[Pair], articles: Mapping[str, Article] | AbstractSet[str]) -> frozenset[Pair]:
    return frozenset(pair for pair in pairs if pair[0] in articles and pair[1] in articles)
