"""What was learned is written beside the archive, read the next night, and told when it is spoilt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows.learning import Unlearned, keep, knowledge, lesson
from flows.settings import Settings
from stories.knowledge import shipped
from stories.learning import Lesson, Score, TooFew
from tests.conftest import SampleNight

SCORE = Score(right=1, wrong=0, missed=0)
WORDS = (("fi", "kumppanuuspöytä", "sv", "partnerskapsbord", 0.6),)
FOUND = Lesson(taught=60, held_out=20, before=SCORE, after=SCORE, words=WORDS, weights=None, remarks=())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.of(home=tmp_path, environment={})


def test_a_home_that_has_learned_nothing_knows_what_is_shipped(settings: Settings) -> None:
    assert knowledge(settings.home) is shipped()


def test_what_is_kept_is_known_and_replaced(settings: Settings) -> None:
    moved = replace(shipped().judgement, full=replace(shipped().judgement.full, bias=-3.0))
    paths = keep(settings, replace(FOUND, weights=moved))
    assert [path.name for path in paths] == ["lexicon.tsv", "weights.json"]
    known = knowledge(settings.home)
    assert known.judgement == moved
    assert known.lexicon.translations("partnerskapsbord", "sv", "fi") == {"kumppanuuspöytä": 0.6}
    assert "+learned-" in known.version
    assert [path.name for path in keep(settings, FOUND)] == ["lexicon.tsv"]
    assert knowledge(settings.home).judgement == shipped().judgement


@pytest.mark.parametrize(
    ("name", "text"), [("lexicon.tsv", "fi\tsana\n"), ("lexicon.tsv", "fi\ta\tsv\tb\t9\n"), ("weights.json", "{}")]
)
def test_a_spoilt_file_is_told_in_one_line(settings: Settings, name: str, text: str) -> None:
    keep(settings, FOUND)
    (settings.home.root / "learned" / name).write_text(text, "utf-8")
    with pytest.raises(Unlearned, match="delete it and run `kooste learn --apply`"):
        knowledge(settings.home)


def test_the_sample_web_has_too_few_pairs(sample: SampleNight) -> None:
    with pytest.raises(TooFew, match="60 are needed to learn from"):
        lesson(sample.settings)
