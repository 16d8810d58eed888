"""What an archive teaches: pairs that publishers tie are labels that cost nothing, for words and for weights."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

import numpy as np

from stories.alignment import align
from stories.assignment import paired
from stories.blocks import LANGUAGES, language_pairs
from stories.fitting import fit
from stories.knowledge import Knowledge, WordPair
from stories.lexicon import Lexicon
from stories.matcher import Compared, Matcher
from stories.model import Article
from stories.profile import Profile
from stories.rulings import Pair, ordered
from stories.variants import allowed
from stories.vetoes import contradictions
from stories.weights import Judgement, Weights

LEAST: Final = 60
"""Tied pairs without which nothing is learned: fewer teach an archive's accidents."""
_LEAST_OF_A_LENGTH: Final = 25
_HELD_OUT: Final = 4  # every fourth pair tests what the others have taught
_TERMS: Final = 60
_TOGETHER: Final = 5
_SURE: Final = 0.5
_MUTUAL: Final = 0.6
"""Words that stand in many texts without each other are not each other, whatever chance has brought together."""
_RARE: Final = 0.8
_MOST_TRUST: Final = 0.6
_RIDGE: Final = 20.0


class TooFew(Exception):
    """The archive holds too few tied pairs to learn from; the message says how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How texts alone did on held-out pairs: joined rightly, joined wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What was learned from `taught` pairs, and its figures on `held_out` others.

    `words` and `weights` are what is worth keeping: empty and None where they did not do better than what is known.
    """

    taught: int
    held_out: int
    before: Score
    after: Score
    words: tuple[WordPair, ...]
    weights: Judgement | None
    remarks: tuple[str, ...]

    @property
    def is_news(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.words) or self.weights is not None


@dataclass(frozen=True, slots=True)
class _Labelled:
    languages: Pair
    left: str
    right: str
    same: bool
    held: bool
    features: Mapping[str, float]
    against: float


def learn(articles: Sequence[Article], same: Collection[Pair], apart: Collection[Pair], known: Knowledge) -> Lesson:
    """Learns words and weights from pairs tied by structure or by editors (`same`) and parted by editors (`apart`).

    A text's other candidates in its partner's language are the false pairs. `known` is what is shipped: it is where the
    weights start from. Raises TooFew.
    """
    ties = _across(articles, same)
    if len(ties) < LEAST:
        raise TooFew(f"{len(ties)} pairs tied by their publishers or editors; {LEAST} are needed to learn from")
    profiles = Matcher(articles).profiles
    words = _words([pair for pair in ties if not _is_held(pair)], profiles, known.lexicon)
    plain = _labelled(articles, ties, apart, known.lexicon)
    taught = _labelled(articles, ties, apart, known.lexicon.taught(words)) if words else plain
    before = _score(plain, known.judgement)
    choices = [
        (words_, weights, _score(pairs, weights or known.judgement))
        for words_, pairs in (((), plain), (words, taught))
        for weights in (None, _weights([p for p in pairs if not p.held], known.judgement))
    ]
    fit_ones = [c for c in choices if c[2].precision >= before.precision and c[2].right >= before.right]
    kept = max(fit_ones, key=lambda c: (c[2].precision + c[2].recall, bool(c[0]), c[1] is None))
    held = sum(map(_is_held, ties))
    return Lesson(
        taught=len(ties) - held,
        held_out=held,
        before=before,
        after=kept[2],
        words=kept[0],
        weights=kept[1],
        remarks=_remarks(words, kept[0], kept[1]),
    )


def _remarks(found: Sequence[WordPair], words: Sequence[WordPair], weights: Judgement | None) -> tuple[str, ...]:
    said = [f"{len(found)} word pairs found, {len(words)} kept"]
    said.append("weights moved" if weights else "weights stay: others did no better on held-out pairs")
    return tuple(said)


def _across(articles: Sequence[Article], same: Collection[Pair]) -> list[Pair]:
    """Tied pairs in two of the languages that are read, without doubles; the first language first."""
    language = {a.article_id: a.language for a in articles if a.language in LANGUAGES}
    pairs = {ordered(*p) for p in same if p[0] in language and p[1] in language}
    across = [p for p in sorted(pairs) if language[p[0]] != language[p[1]]]
    return [p if LANGUAGES.index(language[p[0]]) < LANGUAGES.index(language[p[1]]) else p[::-1] for p in across]


def _is_held(pair: Pair) -> bool:
    return crc32(min(pair).encode()) % _HELD_OUT == 0


def _words(ties: Sequence[Pair], profiles: Mapping[str, Profile], lexicon: Lexicon) -> tuple[WordPair, ...]:
    """Pairs of words that the lexicon lacks and the tied texts keep saying for each other."""
    groups: dict[Pair, list[tuple[list[str], list[str]]]] = defaultdict(list)
    for left, right in ties:
        a, b = profiles[left], profiles[right]
        groups[a.article.language, b.article.language].append((_telling(a), _telling(b)))
    return tuple(word for (left, right), texts in sorted(groups.items()) for word in _new(left, right, texts, lexicon))


def _telling(profile: Profile) -> list[str]:
    weights: dict[str, float] = {}
    for term in profile.counts:
        if term.kind == "W" and term.weight >= _RARE and len(term.group) > 2:
            weights[term.group] = max(term.weight, weights.get(term.group, 0.0))
    return sorted(weights, key=lambda w: (-weights[w], w))[:_TERMS]


def _new(left: str, right: str, texts: list[tuple[list[str], list[str]]], lexicon: Lexicon) -> list[WordPair]:
    known = {w: list(lexicon.translations(w, left, right)) for w in {w for words, _ in texts for w in words}}
    held = Counter(w for words, _ in texts for w in words), Counter(w for _, words in texts for w in words)
    return [
        (left, a.left, right, a.right, round(min(_MOST_TRUST, a.trust), 1))
        for a in align(texts, known)
        if a.together >= _TOGETHER and a.trust >= _SURE and a.right not in known[a.left] and a.left != a.right
        if 2 * a.together >= _MUTUAL * (held[0][a.left] + held[1][a.right])
    ]


def _labelled(
    articles: Sequence[Article], ties: Sequence[Pair], apart: Collection[Pair], lexicon: Lexicon
) -> list[_Labelled]:
    """Every compared pair whose truth is known; one text's copies in a language are told by their headline."""
    by_id = {a.article_id: a for a in articles}
    partner: dict[tuple[str, str], str] = {}
    for pair in ties:
        for one, other in (pair, pair[::-1]):
            partner[one, by_id[other].language] = other
    true, false = {ordered(*p) for p in ties}, {ordered(*p) for p in apart}
    matcher, found = Matcher(articles, lexicon=lexicon), []
    for languages in language_pairs(articles):
        for compared in matcher.compared(*languages, None):
            pair = ordered(compared.left, compared.right)
            if pair in true or pair in false or _is_rival(compared, partner, by_id):
                found.append(_label(compared, languages, pair in true, partner, matcher))
    return found


def _is_rival(compared: Compared, partner: Mapping[tuple[str, str], str], by_id: Mapping[str, Article]) -> bool:
    sides = ((compared.left, compared.right), (compared.right, compared.left))
    mates = [(partner.get((one, by_id[other].language)), other) for one, other in sides]
    named = [(by_id[mate].title.casefold(), by_id[other].title.casefold()) for mate, other in mates if mate]
    return bool(named) and all(mine != theirs for mine, theirs in named)


def _label(
    compared: Compared, languages: Pair, same: bool, partner: Mapping[tuple[str, str], str], matcher: Matcher
) -> _Labelled:
    sides = ((compared.left, languages[1]), (compared.right, languages[0]))
    tied = [(side[0], partner[side]) for side in sides if side in partner]
    profiles = matcher.profiles
    return _Labelled(
        languages=languages,
        left=compared.left,
        right=compared.right,
        same=same,
        held=any(_is_held(pair) for pair in tied),
        features=compared.features,
        against=sum(cost for cost, _ in contradictions(profiles[compared.left], profiles[compared.right])),
    )


def _score(pairs: Sequence[_Labelled], judgement: Judgement) -> Score:
    """Joins held-out pairs one to one by their texts alone and counts."""
    held = [p for p in pairs if p.held]
    same = {(p.left, p.right): p.same for p in held}
    gains: dict[Pair, dict[Pair, float]] = defaultdict(dict)
    for pair in held:
        gains[pair.languages][pair.left, pair.right] = _gain(pair, judgement)
    claimed = [same[pair] for table in gains.values() for pair in paired(table)]
    right = sum(claimed)
    return Score(right=right, wrong=len(claimed) - right, missed=sum(same.values()) - right)


def _gain(pair: _Labelled, judgement: Judgement) -> float:
    weights = judgement.of(pair.features)
    return min(weights.logit(pair.features), allowed(pair.features)) - pair.against - weights.threshold


def _weights(pairs: Sequence[_Labelled], known: Judgement) -> Judgement | None:
    """The known weights moved towards what the pairs say; None when no length has enough pairs to move it."""
    parts = [[p for p in pairs if (known.of(p.features) is weights)] for weights in (known.brief, known.full)]
    brief, full = (_moved(held, w) for held, w in zip(parts, (known.brief, known.full), strict=True))
    if brief is known.brief and full is known.full:
        return None
    return replace(known, brief=brief, full=full)


def _moved(pairs: Sequence[_Labelled], known: Weights) -> Weights:
    true = sum(p.same for p in pairs)
    if true < _LEAST_OF_A_LENGTH or true == len(pairs):
        return known
    names = list(known.weights)
    rows = np.array([[p.features[n] for n in names] for p in pairs])
    labels = np.array([float(p.same) for p in pairs])
    prior = np.array([known.logit(p.features) for p in pairs])
    added, bias = fit(rows, labels, np.ones(len(pairs)), _RIDGE, prior=prior)
    weights = {n: round(known.weights[n] + float(more), 4) for n, more in zip(names, added, strict=True)}
    return replace(known, bias=round(known.bias + bias, 4), weights=weights)
