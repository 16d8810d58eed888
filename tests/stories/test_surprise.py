"""Agreements that most texts would give say little; what cannot be found anywhere is not missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from stories.explanation import MEANT
from stories.match import article
from stories.matcher import Compared, Matcher
from stories.model import Article
from stories.weights import judgement

_DAY = datetime(2026, 11, 16, 9, tzinfo=UTC)


def _article(
    name: str, language: str, title: str, summary: str = "", organisation: str = "a", days: int = 0
) -> Article:
    told = {"id": name, "language": language, "title": title, "summary": summary, "organisation": organisation}
    return article({**told, "published_at": (_DAY + timedelta(days=days)).isoformat()})


_PAIR = (
    _article("fi", "fi", "Omaishoitajien tuki kasvaa", "Kunta palkkaa kaksi ohjaajaa kirjastoon."),
    _article("sv", "sv", "Stödet till närståendevårdare ökar", "Kommunen anställer två handledare på biblioteket."),
)


def _compared(*articles: Article) -> Compared:
    return next(c for c in Matcher(articles).compared("fi", "sv", None) if (c.left, c.right) == ("fi", "sv"))


def test_what_the_organisation_always_says_is_no_surprise() -> None:
    others = [_article(f"sv{n}", "sv", f"Närståendevårdare möts på biblioteket {n}", days=n % 5) for n in range(10)]
    alone, among = _compared(*_PAIR), _compared(*_PAIR, *others)
    assert among.features["told_min"] < alone.features["told_min"]
    assert among.features["dense_min"] < alone.features["dense_min"]


def test_one_pair_alone_is_as_surprising_as_among_strangers() -> None:
    """The partner looked for must not make its own agreements common."""
    strangers = [_article(f"x{n}", "sv", f"Hamnen får en ny kran nummer {n}", organisation=f"o{n}") for n in range(30)]
    alone, among = _compared(*_PAIR), _compared(*_PAIR, *strangers)
    assert abs(alone.features["told_min"] - among.features["told_min"]) < 0.25


def test_a_word_that_no_lexicon_has_is_not_missed() -> None:
    left, right = _PAIR
    unknown = _article("fi", "fi", left.title, left.summary + " Zvrkkölä brmbäily qxöttää.".lower())
    plain, odd, known = (
        _compared(text, right)
        for text in (left, unknown, _article("fi", "fi", left.title, left.summary + " Satamaan rakennetaan nosturi."))
    )
    assert abs(odd.features["missed_max"] - plain.features["missed_max"]) < 0.1
    assert known.features["missed_max"] > plain.features["missed_max"] + 0.1
    assert known.features["found_min"] < plain.features["found_min"]


def test_figures_are_ordered_and_finite() -> None:
    features = _compared(*_PAIR).features
    for name in ("told", "dense", "found", "missed"):
        assert 0 <= features[f"{name}_min"] <= features[f"{name}_max"] < 50


def test_every_figure_that_is_weighed_has_its_words() -> None:
    weighed = {*judgement().brief.weights, *judgement().full.weights}
    assert weighed <= MEANT.keys() & _compared(*_PAIR).features.keys()
