"""Why two articles are one news or two: the judgement as it would be made now, taken apart into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from stories.blocks import LANGUAGES, WINDOW, language_pairs, moment, near
from stories.duplicates import copying
from stories.knowledge import Knowledge, shipped
from stories.matcher import Compared, Matcher
from stories.model import Article, Relation, Variant
from stories.rulings import NO_RULINGS, Pair, Rulings, ordered
from stories.structure import promises, ties
from stories.variants import allowed, composed, judge, weighed
from stories.vetoes import contradictions

MEANT: Final = {
    "ahead_left": "ahead of the left text's next best candidate",
    "ahead_right": "ahead of the right text's next best candidate",
    "base": "agreement on the whole, scaled by length",
    "cov_long": "share of the longer text's words with a partner",
    "cov_short": "share of the shorter text's words with a partner",
    "crowd": "other candidates at hand",
    "throng": "candidates beyond ten",
    "days": "days and times in common",
    "days_miss": "days and times that only one names",
    "dense_max": "how little chance explains the agreement, for its length, on one side",
    "dense_min": "how little chance explains the agreement, for its length, on both sides",
    "facts": "facts in common",
    "facts_miss": "facts that only one names",
    "facts_x_cov": "facts and words agreeing together",
    "foreign": "another pair of languages than Finnish and Swedish",
    "found_max": "share of what could be found that is found, on one side",
    "found_min": "share of what could be found that is found, on both sides",
    "lead_max": "one lead found in the other text",
    "lead_min": "both leads found in the other text",
    "length": "length of the shorter text",
    "mass": "weight of the words in common",
    "miss_long": "words of the longer text without a partner",
    "miss_short": "words of the shorter text without a partner",
    "missed_max": "what could be found and is not, on the poorer side",
    "missed_min": "what could be found and is not, on both sides",
    "names": "names in common",
    "names_miss": "names that only one has",
    "numbers": "numbers in common",
    "numbers_miss": "numbers that only one names",
    "telling": "rare words in common",
    "title_max": "one headline found in the other text",
    "title_min": "both headlines found in the other text",
    "titles": "the headlines agreeing with each other",
    "told_max": "how little chance explains the agreement, on one side",
    "told_facts": "how little chance explains the facts in common",
    "told_names": "how little chance explains the names in common",
    "told_words": "how little chance explains the words in common",
    "told_min": "how little chance explains the agreement, on both sides",
    "topic_max": "one text's topic found in the other",
    "topic_min": "both texts' topics found in the other",
    "wbase": "agreement of words alone, scaled by length",
    "wz_max": "words unusually alike, seen from one side",
    "wz_min": "words unusually alike, seen from both sides",
    "z_max": "unusually alike, seen from one side",
    "z_min": "unusually alike, seen from both sides",
}
"""What each weighed figure means, in words for whoever asks why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that was weighed: `logit` = value times weight, in log-odds."""

    name: str
    words: str
    value: float
    weight: float
    logit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A judgement taken apart; `relation` is None where the two are not one news.

    `logit` is the sum that stands against `threshold`; both are None where texts were not weighed. `reasons` come
    weightiest first; `rivals` are the judgements that tie either article to a third.
    """

    left: str
    right: str
    relation: Relation | None
    decided_by: str
    score: float | None
    logit: float | None
    threshold: float | None
    matcher: str
    evidence: tuple[str, ...]
    against: tuple[str, ...]
    reasons: tuple[Reason, ...]
    rivals: tuple[Variant, ...]


def explain(
    left: Article,
    right: Article,
    archive: Sequence[Article],
    *,
    rulings: Rulings = NO_RULINGS,
    knowledge: Knowledge | None = None,
) -> Explanation:
    """Judges two articles among the texts around them (`archive`, which may hold them too) and says what decided."""
    known = knowledge or shipped()
    first, second = sorted(map(composed, (left, right)), key=lambda a: a.article_id)
    around = [
        *(composed(a) for a in archive if a.article_id not in (first.article_id, second.article_id)),
        first,
        second,
    ]
    pair = ordered(first.article_id, second.article_id)
    found = judge(around, new=set(pair), rulings=rulings, knowledge=known)
    judged = next((v for v in found if (v.left, v.right) == pair), None)
    weighing = _weighing(first, second, around, known)
    return replace(
        weighing,
        relation=judged.relation if judged else None,
        decided_by=_by(pair, judged, rulings),
        score=judged.score if judged else weighing.score,
        evidence=judged.evidence if judged else weighing.evidence,
        against=(*_kept_apart(first, second, rulings), *weighing.against),
        rivals=tuple(v for v in found if v is not judged and v.relation != "possible"),
    )


def _by(pair: Pair, judged: Variant | None, rulings: Rulings) -> str:
    if pair in rulings.together | rulings.apart:
        return "editor"
    return judged.decided_by if judged else "text"


def _kept_apart(left: Article, right: Article, rulings: Rulings) -> list[str]:
    """What keeps two articles from being compared on an ordinary night."""
    found = []
    if ordered(left.article_id, right.article_id) in rulings.apart:
        found.append("an editor has split them")
    if left.language == right.language:
        return found
    unread = [a.language for a in (left, right) if a.language not in LANGUAGES]
    if unread:
        found.append(f"texts in {', '.join(unread)} are not compared, only what publishers say of them")
    if left.organisation != right.organisation:
        found.append("texts of different organisations are compared only for copies in one language")
    if not near(left, right):
        days = abs(moment(left) - moment(right)).days
        found.append(f"they came out {days} days apart; only {WINDOW.days} days are compared")
    return found


def _weighing(left: Article, right: Article, around: Sequence[Article], knowledge: Knowledge) -> Explanation:
    """The pair's figures, weighed even where a night would not look."""
    plain = Explanation(
        left=left.article_id, right=right.article_id, relation=None, decided_by="text", score=None, logit=None,
        threshold=None, matcher=knowledge.version, evidence=(), against=(), reasons=(), rivals=(),
    )  # fmt: skip
    if left.language == right.language:
        return _as_copies(plain, left, right)
    compared, matcher = _compared(left, right, around, knowledge)
    return _as_versions(plain, compared, matcher, around, knowledge) if compared else plain


def _as_copies(plain: Explanation, left: Article, right: Article) -> Explanation:
    seen = copying(left, right)
    evidence = [f"{seen.share:.0%} of the shorter text's word runs are in the other; {seen.asked:.0%} are asked"]
    evidence += ["same headline"] if seen.same_title else []
    against = ("each says something the other does not: a day, a place, a part, a correction",) if seen.differ else ()
    return replace(plain, evidence=tuple(evidence), against=against)


def _compared(
    left: Article, right: Article, around: Sequence[Article], knowledge: Knowledge
) -> tuple[Compared | None, Matcher]:
    """The two laid side by side as if one organisation had published both; None for a language that is not read."""
    others = [a for a in around if a is not right]
    texts = [*others, replace(right, organisation=left.organisation)]
    apart = abs(moment(left) - moment(right))
    matcher = Matcher(texts, max(WINDOW, apart + timedelta(seconds=1)), lexicon=knowledge.lexicon)
    pair = {left.article_id, right.article_id}
    for languages in language_pairs([left, right]):
        for compared in matcher.compared(*languages, pair):
            if {compared.left, compared.right} == pair:
                return compared, matcher
    return None, matcher


def _as_versions(
    plain: Explanation, compared: Compared, matcher: Matcher, around: Sequence[Article], knowledge: Knowledge
) -> Explanation:
    tie = ties(around).get(ordered(compared.left, compared.right))
    promised = promises(around)
    opinion = weighed(compared, tie, matcher, knowledge.judgement, promised)
    weights = knowledge.judgement.of(compared.features)
    against = contradictions(matcher.profiles[compared.left], matcher.profiles[compared.right], promised)
    reasons = [
        Reason(name=n, words=MEANT.get(n, n), value=compared.features[n], weight=w, logit=w * compared.features[n])
        for n, w in weights.weights.items()
    ]
    lost = min(0.0, allowed(compared.features) - weights.logit(compared.features))
    start = Reason(name="bias", words="before anything is read", value=1.0, weight=weights.bias, logit=weights.bias)
    return replace(
        plain,
        score=opinion.score,
        logit=opinion.logit,
        threshold=opinion.bar,
        evidence=opinion.evidence,
        against=(
            *(f"{why} ({-cost:+.1f})" for cost, why in against),
            *([f"so little in common may not count for more ({lost:+.1f})"] if lost else []),
        ),
        reasons=tuple(sorted((start, *reasons), key=lambda r: (-abs(r.logit), r.name))),
    )
