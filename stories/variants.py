"""Which articles are the same news: what publishers say, what the texts say, and one judgement out of both."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import Final
from unicodedata import is_normalized, normalize

import numpy as np
from numpy.typing import NDArray

from stories.assignment import paired
from stories.blocks import LANGUAGES, language_pairs
from stories.comparison import Matrix
from stories.duplicates import duplicates
from stories.knowledge import Knowledge, shipped
from stories.linking import Forest, strength
from stories.matcher import Compared, Matcher
from stories.model import Article, Variant
from stories.rulings import NO_RULINGS, Rulings, ordered, told
from stories.structure import FIRM, NOTHING_PROMISED, Pair, Promises, Tie, promises, ties
from stories.surroundings import NOTHING_KNOWN, Surroundings
from stories.vetoes import HARD, contradictions
from stories.weights import Judgement, Weights

_UNSEEN: Final = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_LEAST_AGREED: Final = (3.5, 1.3)
"""Log-odds that a unit of agreed weight allows, and the weight from which it does."""
_TEXT_AGAINST_FIRM: Final = 6.0
"""How far a text may speak against a firm tie: an unread language must not undo what the publisher says."""
_REFUSED: Final = 6.0
"""How far below the bar a hard contradiction keeps what texts say, however alike they are: no hint lifts it over."""
_BARE_FACT: Final = 0.1
"""How far below the threshold a single shared fact stays where no word of either text finds a partner."""
_ROUNDING: Final = 1e-3
"""What a figure may lose where whole blocks are counted at once."""
_FIRST: Final = 100.0
_DECIDED: Final = 1_000.0
"""Gains that go before what texts say in the one-to-one pairing: publishers' firm ties, and editors' decisions."""


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
        return ordered(self.first, self.second)

    @property
    def score(self) -> float:
        """The log-odds as a probability."""
        return round(1 / (1 + exp(-max(-30.0, min(30.0, self.logit)))), 4)

    @property
    def gain(self) -> float:
        """How far above the bar; negative below."""
        return self.logit - self.bar


def judge(
    articles: Sequence[Article],
    *,
    new: Collection[str] | None = None,
    rulings: Rulings = NO_RULINGS,
    knowledge: Knowledge | None = None,
    surroundings: Surroundings = NOTHING_KNOWN,
) -> list[Variant]:
    """Judges every pair worth judging, sorted by ids; `new` limits the answer to pairs with at least one side in it,
    and to pairs of earlier texts whose place one of those takes.

    `variant` across languages, `duplicate` within one, `possible` for an editor. The order of input does not matter.
    Editors' `rulings` are heard first and are never overruled; `knowledge` is the shipped one when not given;
    `surroundings` are what an archive knows beyond the texts.
    """
    known = {a.article_id: a for a in sorted(map(composed, articles), key=lambda a: a.article_id)}
    ruled = rulings.among(known)
    decided = told(ruled, known)
    copies = [v for v in duplicates(list(known.values()), new, surroundings.sketches) if _open(v, ruled)]
    opinions = _opinions(list(known.values()), new, ruled, knowledge or shipped(), surroundings)
    forest = Forest({i: a.language for i, a in known.items()}, ruled)
    early = [_settled(v, forest) for v in sorted((*decided, *copies), key=strength)]
    chosen = _chosen(opinions, forest, decided, known)
    heard = sorted((_variant(o, o.pair in chosen) for o in opinions.values()), key=strength)
    late = [_settled(v, forest) for v in heard]
    asked = _asked([*early, *late], opinions, forest, new)
    return sorted(asked, key=lambda v: (v.left, v.right, v.relation))


def _open(variant: Variant, rulings: Rulings) -> bool:
    """Whether editors have left a pair to the machine."""
    return (variant.left, variant.right) not in rulings.together | rulings.apart


def _settled(variant: Variant, forest: Forest) -> Variant:
    """A judgement that a rule contradicts waits for an editor."""
    why = forest.refuse(variant)
    if why is None or variant.relation == "possible":
        return variant
    return replace(variant, relation="possible", evidence=(*variant.evidence, why))


def composed(article: Article) -> Article:
    """The same article with its letters composed and invisible characters gone, as most publishers write them."""
    texts = article.title, article.summary, article.body
    title, summary, body = map(_plain, texts)
    return article if texts == (title, summary, body) else replace(article, title=title, summary=summary, body=body)


def _plain(text: str) -> str:
    whole = text if is_normalized("NFC", text) else normalize("NFC", text)
    return _UNSEEN.sub("", whole)


def _opinions(
    articles: Sequence[Article],
    new: Collection[str] | None,
    ruled: Rulings,
    knowledge: Knowledge,
    surroundings: Surroundings,
) -> dict[Pair, Opinion]:
    """Every pair that an editor might care about and has not decided, by ordered ids."""
    said, promised = ties(articles, surroundings.holders), promises(articles)
    matcher = Matcher(articles, lexicon=knowledge.lexicon, profiles=surroundings.profiles, owners=surroundings.owners)
    by_id = {a.article_id: a for a in articles}
    found: dict[Pair, Opinion] = {}
    for left, right in language_pairs(articles):
        for compared in matcher.compared(
            left, right, new, lambda features: _likely(features, knowledge.judgement), said
        ):
            pair = ordered(compared.left, compared.right)
            opinion = weighed(compared, said.get(pair), matcher, knowledge.judgement, promised)
            if opinion.gain > knowledge.judgement.review and (pair not in found or opinion.gain > found[pair].gain):
                found[pair] = opinion
    for pair, tie in said.items():
        if tie.trust >= FIRM - 2 and pair not in found:
            found[pair] = _told(by_id[pair[0]], by_id[pair[1]], tie)
    return {pair: o for pair, o in found.items() if pair not in ruled.together | ruled.apart}


def _likely(features: Mapping[str, Matrix], model: Judgement) -> NDArray[np.bool_]:
    """Which pairs of a block may pass the bar of the review, before anything speaks against them."""
    brief = features["size"] < model.brief_below
    gains = np.where(brief, _gain(features, model.brief), _gain(features, model.full))
    likely: NDArray[np.bool_] = gains > model.review - _ROUNDING
    return likely


def _gain(features: Mapping[str, Matrix], weights: Weights) -> NDArray[np.float64]:
    logit = sum((weight * features[name].astype(np.float64) for name, weight in weights.weights.items()), weights.bias)
    most = _LEAST_AGREED[0] * (features["agreed"].astype(np.float64) - _LEAST_AGREED[1])
    gain: NDArray[np.float64] = np.minimum(logit, most) - weights.threshold
    return gain


def weighed(
    compared: Compared, tie: Tie | None, matcher: Matcher, model: Judgement, promised: Promises = NOTHING_PROMISED
) -> Opinion:
    """What a compared pair comes to: its text's log-odds, what contradicts it, and what the publisher says."""
    against = contradictions(matcher.profiles[compared.left], matcher.profiles[compared.right], promised)
    weights = model.of(compared.features)
    text = min(weights.logit(compared.features), allowed(compared.features)) - sum(cost for cost, _ in against)
    refused = any(cost >= HARD for cost, _ in against)
    if refused:
        text = min(text, weights.threshold - _REFUSED)
    if compared.features["cov_long"] == 0 and len(compared.shared) < 2:
        text = min(text, weights.threshold - _BARE_FACT)
    firm = tie is not None and tie.trust >= FIRM - 2
    if firm:
        text = max(text, -_TEXT_AGAINST_FIRM)
    evidence = [tie.evidence] if tie else []
    if compared.shared:
        evidence.append("shares " + ", ".join(compared.shared))
    evidence.append(_coverage(compared, text, weights.threshold))
    evidence += [f"against: {why}" for _, why in against]
    return Opinion(
        first=compared.left,
        second=compared.right,
        languages=(matcher.profiles[compared.left].article.language, matcher.profiles[compared.right].article.language),
        logit=text + (tie.trust if tie else 0.0),
        bar=weights.threshold,
        firm=firm and not refused,
        evidence=tuple(evidence),
    )


def allowed(features: Mapping[str, float]) -> float:
    """The most log-odds that a pair's agreements may come to: one common word is no news, however rare the rest."""
    return _LEAST_AGREED[0] * (features["agreed"] - _LEAST_AGREED[1])


def _told(left: Article, right: Article, tie: Tie) -> Opinion:
    """What a firm tie says alone, where no texts were compared: other organisations, unread languages, long apart."""
    first, second = _by_language(left, right)
    return Opinion(
        first=first.article_id,
        second=second.article_id,
        languages=(first.language, second.language),
        logit=tie.trust - 4,
        bar=0.0,
        firm=True,
        evidence=(tie.evidence,),
    )


def _coverage(compared: Compared, text: float, threshold: float) -> str:
    short, long = compared.features["cov_short"], compared.features["cov_long"]
    return f"text coverage {short:.2f}/{long:.2f}, log-odds {text:+.1f} (threshold {threshold:+.1f})"


def _chosen(
    opinions: Mapping[Pair, Opinion], forest: Forest, decided: Iterable[Variant], articles: Mapping[str, Article]
) -> set[Pair]:
    """One-to-one within each language pair, editors' pairs first, then firm ties; copies stand for each other."""
    gains: dict[Pair, dict[Pair, float]] = defaultdict(dict)
    for pair in ((v.left, v.right) for v in decided if v.relation == "variant"):
        first, second = _by_language(*(articles[i] for i in pair))
        nodes = forest.text(first.article_id), forest.text(second.article_id)
        gains[first.language, second.language][nodes] = _DECIDED
    for opinion in opinions.values():
        nodes, known = _nodes(opinion, forest), gains[opinion.languages]
        known[nodes] = max(known.get(nodes, 0.0), opinion.gain + (_FIRST if opinion.firm else 0.0))
    kept = {languages: set(paired(table)) for languages, table in gains.items()}
    return {pair for pair, o in opinions.items() if o.gain > 0 and _nodes(o, forest) in kept[o.languages]}


def _nodes(opinion: Opinion, forest: Forest) -> Pair:
    """The two texts a pair is about, the one in the first language first."""
    return forest.text(opinion.first), forest.text(opinion.second)


def _by_language(left: Article, right: Article) -> tuple[Article, Article]:
    """Two articles in the order in which their languages are compared."""
    first, second = sorted((left, right), key=lambda a: (a.language not in LANGUAGES, *_place(a.language)))
    return first, second


def _place(language: str) -> tuple[int, str]:
    return LANGUAGES.index(language) if language in LANGUAGES else 0, language


def _variant(opinion: Opinion, chosen: bool) -> Variant:
    evidence = opinion.evidence if chosen or opinion.gain <= 0 else (*opinion.evidence, "another text fits better")
    return Variant(
        left=opinion.pair[0],
        right=opinion.pair[1],
        relation="variant" if chosen else "possible",
        score=opinion.score,
        evidence=evidence,
        decided_by="structure" if opinion.firm else "text",
    )


def _asked(
    variants: Sequence[Variant], opinions: Mapping[Pair, Opinion], forest: Forest, new: Collection[str] | None
) -> list[Variant]:
    """The judgements about new texts, and those about earlier ones that have lost a side to a new text."""
    if new is None:
        return list(variants)
    told = [v for v in variants if v.left in new or v.right in new]
    ours = [opinions[v.left, v.right] for v in told if v.relation == "variant" and (v.left, v.right) in opinions]
    taken = {(opinion.languages, node) for opinion in ours for node in _nodes(opinion, forest)}
    lost = {pair for pair, o in opinions.items() if any((o.languages, node) in taken for node in _nodes(o, forest))}
    earlier = (v for v in variants if v.left not in new and v.right not in new)
    return told + [v for v in earlier if v.relation == "possible" and (v.left, v.right) in lost]
