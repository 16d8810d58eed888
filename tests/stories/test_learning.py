"""Learning from tied pairs: words that are said for each other, weights that move a little, figures that do not lie."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from stories.alignment import align
from stories.fitting import fit
from stories.knowledge import learned, shipped
from stories.learning import LEAST, TooFew, learn
from stories.match import article
from stories.model import Article

TOPICS = (
    ("avustus", "bidrag"), ("koulutus", "utbildning"), ("terveys", "hälsa"), ("nuori", "ungdom"), ("vanhus", "åldring"),
    ("asunto", "bostad"), ("liikunta", "motion"), ("kulttuuri", "kultur"), ("ympäristö", "miljö"), ("talous", "ekonomi"),
)  # fmt: skip
COUNT = 100


def texts(number: int) -> tuple[Article, Article]:
    """A pair that says two topics, and a word that no dictionary has in a half of them."""
    (fi, sv), (fi2, sv2) = TOPICS[number % 10], TOPICS[(number // 10 + number + 1) % 10]
    coined = ("hyrrälä", "snurrboet") if number % 2 else ("esite", "broschyr")
    line = {
        "organisation": f"o{number % 7}",
        "published_at": f"2026-{1 + number // 10:02}-{1 + 2 * (number % 10):02}T10:00:00Z",
    }
    left = {
        "id": f"f{number:03}",
        "title": f"{fi} ja {fi2}",
        "body": f"{coined[0]} {fi} {number + 100}",
        "language": "fi",
    }
    right = {
        "id": f"s{number:03}",
        "title": f"{sv} och {sv2}",
        "body": f"{coined[1]} {sv} {number + 100}",
        "language": "sv",
    }
    return article(line | left), article(line | right)


PAIRS = [texts(number) for number in range(COUNT)]
ARTICLES = [one for pair in PAIRS for one in pair]
TIES = [(left.article_id, right.article_id) for left, right in PAIRS]


def test_words_said_for_each_other_find_each_other() -> None:
    said = [(["talo", "kumppani"], ["hus", "partner"]), (["talo"], ["hus"]), (["kumppani", "vene"], ["partner", "båt"])]
    found = {(a.left, a.right): a for a in align(said * 4, {"vene": ["båt"]})}
    assert found["kumppani", "partner"].trust > 0.8 > found["kumppani", "hus"].trust
    assert found["kumppani", "partner"].together == 8
    assert found["vene", "båt"].trust > 0.8
    assert list(align([], {})) == []


def test_too_few_pairs_teach_nothing() -> None:
    with pytest.raises(TooFew, match=f"{LEAST - 1} pairs tied .*; {LEAST} are needed"):
        learn(ARTICLES, TIES[: LEAST - 1], [], shipped())


def test_an_archive_teaches_its_own_words_and_never_does_worse() -> None:
    lesson = learn(ARTICLES, TIES, [], shipped())
    assert lesson.taught + lesson.held_out == COUNT
    assert lesson.held_out > 10
    assert lesson.after.precision >= lesson.before.precision
    assert lesson.after.right >= lesson.before.right
    assert any("hyrrä" in word and "snurrbo" in word[3] for word in lesson.words)
    assert all(0 < word[4] < 1 for word in lesson.words)
    assert learn(ARTICLES[::-1], TIES[::-1], [], shipped()) == lesson


def test_what_was_learned_is_known_both_ways_under_another_version() -> None:
    taught = learned([("fi", "kumppanuuspöytä", "sv", "partnerskapsbord", 0.6)], None)
    assert taught.lexicon.translations("kumppanuuspöytä", "fi", "sv") == {"partnerskapsbord": 0.6}
    assert taught.lexicon.translations("partnerskapsbord", "sv", "fi") == {"kumppanuuspöytä": 0.6}
    assert "partnerskapsbord" not in shipped().lexicon.translations("kumppanuuspöytä", "fi", "sv")
    assert taught.version != shipped().version
    assert learned([], None) is shipped()
    assert learned([], replace(shipped().judgement, review=-1.0)).version != shipped().version


def test_few_labels_move_known_weights_little() -> None:
    rows = np.array([[float(a), float(b)] for a, b in product(range(2), repeat=2)] * 3)
    labels = rows[:, 0]
    prior = 8.0 * rows[:, 0] - 4.0
    added, bias = fit(rows, labels, np.ones(len(rows)), 20.0, prior=prior)
    assert np.abs(added).max() < 0.1
    assert abs(bias) < 0.1
    against, _ = fit(rows, 1 - labels, np.ones(len(rows)), 20.0, prior=prior)
    assert against[0] < -0.1
