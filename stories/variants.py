"""Which articles are the same news: what publishers say, what the texts say, and one judgement out of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import Final
from unicodedata import normalize

from stories.assignment import paired
from stories.blocks import language_pairs
from stories.duplicates import duplicates
from stories.linking import Forest, strength
from stories.matcher import Compared, Matcher
from stories.model import Article, Variant
from stories.structure import FIRM, Pair, Tie, ties
from stories.vetoes import HARD, contradictions
from stories.weights import Judgement, judgement

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LEAST_AGREED: Final = (3.5, 1.3)
"""Log-odds a unit of agreed weight allows, from this weight on: one common word is no news, however rare the rest."""
_TEXT_AGAINST_FIRM: Final = 6.0
"""How far a text may speak against a firm tie: an unread language must not undo what the publisher says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """Log-odds that two articles of different languages are one news, the bar they must pass, and why."""

    first: str
    second: str
    languages: Pair
    logit: float
    bar: float
    firm: bool
    evidence: tuple[str, ...]

    @property
    def pair(self) -> Pair:
        """The two article ids in their order."""
        return _ordered(self.first, self.second)

    @property
    def gain(self) -> float:
        """How far above the bar; negative below."""
        return self.logit - self.bar


def judge(articles: Sequence[Article], *, new: Collection[str] | None = None) -> list[Variant]:
    """Judges every pair worth judging, sorted by ids; `new` limits the answer to pairs with at least one side in it.

    `variant` across languages, `duplicate` within one, `possible` for an editor. The order of input does not matter.
    """
    known = sorted({a.article_id: _composed(a) for a in articles}.values(), key=lambda a: a.article_id)
    copies = duplicates(known, new)
    opinions = _opinions(known, new)
    chosen = _chosen(opinions, copies)
    forest = Forest({a.article_id: a.language for a in known})
    judged = sorted((*copies, *(_variant(o, o.pair in chosen) for o in opinions.values())), key=strength)
    settled = (v if forest.join(v) else _doubted(v) for v in judged)
    return sorted((v for v in settled if _asked(v, new)), key=lambda v: (v.left, v.right, v.relation))


def _composed(article: Article) -> Article:
    """The same article with its letters composed and invisible characters gone, as most publishers write them."""
    title, summary, body = map(_plain, (article.title, article.summary, article.body))
    return replace(article, title=title, summary=summary, body=body)


def _plain(text: str) -> str:
    return normalize("NFC", text).translate(_INVISIBLE)


def _opinions(articles: Sequence[Article], new: Collection[str] | None) -> dict[Pair, Opinion]:
    """Every pair that an editor might care about, by ordered ids."""
    said = ties(articles)
    matcher, model = Matcher(articles), judgement()
    by_id = {a.article_id: a for a in articles}
    found: dict[Pair, Opinion] = {}
    for left, right in language_pairs(articles):
        for compared in matcher.compared(left, right, new):
            opinion = _opinion(compared, said.get(_ordered(compared.left, compared.right)), matcher, model)
            if opinion.gain > model.review:
                found[opinion.pair] = opinion
    for pair, tie in said.items():
        if tie.trust >= FIRM - 2 and pair not in found and pair[0] in by_id and pair[1] in by_id:
            found[pair] = _told(by_id[pair[0]], by_id[pair[1]], tie)
    return found


def _opinion(compared: Compared, tie: Tie | None, matcher: Matcher, model: Judgement) -> Opinion:
    against = contradictions(matcher.profiles[compared.left], matcher.profiles[compared.right])
    weights = model.of(compared.features)
    said = _LEAST_AGREED[0] * (compared.features["agreed"] - _LEAST_AGREED[1])
    text = min(weights.logit(compared.features), said) - sum(cost for cost, _ in against)
    firm = tie is not None and tie.trust >= FIRM - 2
    if firm:
        text = max(text, -_TEXT_AGAINST_FIRM)
    evidence = [tie.evidence] if tie else []
    if compared.shared:
        evidence.append("shares " + ", ".join(compared.shared))
    evidence.append(_coverage(compared, text))
    evidence += [f"against: {why}" for _, why in against]
    return Opinion(
        first=compared.left,
        second=compared.right,
        languages=(matcher.profiles[compared.left].article.language, matcher.profiles[compared.right].article.language),
        logit=text + (tie.trust if tie else 0.0),
        bar=weights.threshold,
        firm=firm and all(cost < HARD for cost, _ in against),
        evidence=tuple(evidence),
    )


def _told(left: Article, right: Article, tie: Tie) -> Opinion:
    """What a firm tie says alone, where no texts were compared: other organisations, unread languages, long apart."""
    first, second = sorted((left, right), key=lambda a: a.language)
    return Opinion(
        first=first.article_id,
        second=second.article_id,
        languages=(first.language, second.language),
        logit=tie.trust - 4,
        bar=0.0,
        firm=True,
        evidence=(tie.evidence,),
    )


def _coverage(compared: Compared, text: float) -> str:
    short, long = compared.features["cov_short"], compared.features["cov_long"]
    return f"text coverage {short:.2f}/{long:.2f}, log-odds {text:+.1f}"


def _chosen(opinions: Mapping[Pair, Opinion], copies: Iterable[Variant]) -> set[Pair]:
    """One-to-one within each language pair, firm ties first; copies of one text stand for each other."""
    text = _texts(copies)
    gains: dict[Pair, dict[Pair, float]] = defaultdict(dict)
    for opinion in opinions.values():
        nodes = _nodes(opinion, text)
        known = gains[opinion.languages]
        known[nodes] = max(known.get(nodes, 0.0), opinion.gain + (100.0 if opinion.firm else 0.0))
    kept = {languages: set(paired(table)) for languages, table in gains.items()}
    return {pair for pair, o in opinions.items() if o.gain > 0 and _nodes(o, text) in kept[o.languages]}


def _nodes(opinion: Opinion, text: Mapping[str, str]) -> Pair:
    """The two texts a pair is about, the one in the first language first."""
    return text.get(opinion.first, opinion.first), text.get(opinion.second, opinion.second)


def _texts(copies: Iterable[Variant]) -> dict[str, str]:
    """For every article that has copies, the one that stands for them."""
    text: dict[str, str] = {}
    for copy in sorted(copies, key=lambda c: (c.left, c.right)):
        one, other = text.setdefault(copy.left, copy.left), text.setdefault(copy.right, copy.right)
        text = {i: min(one, other) if t in (one, other) else t for i, t in text.items()}
    return text


def _variant(opinion: Opinion, chosen: bool) -> Variant:
    evidence = opinion.evidence if chosen or opinion.gain <= 0 else (*opinion.evidence, "another text fits better")
    return Variant(
        left=opinion.pair[0],
        right=opinion.pair[1],
        relation="variant" if chosen else "possible",
        score=round(1 / (1 + exp(-max(-30.0, min(30.0, opinion.logit)))), 4),
        evidence=evidence,
        decided_by="structure" if opinion.firm else "text",
    )


def _doubted(variant: Variant) -> Variant:
    """A judgement that the story's other texts contradict waits for an editor."""
    if variant.relation == "possible":
        return variant
    return Variant(
        left=variant.left,
        right=variant.right,
        relation="possible",
        score=variant.score,
        evidence=(*variant.evidence, "the story already holds another text of that language"),
        decided_by=variant.decided_by,
    )


def _asked(variant: Variant, new: Collection[str] | None) -> bool:
    return new is None or variant.left in new or variant.right in new


def _ordered(left: str, right: str) -> Pair:
    return (left, right) if left < right else (right, left)
