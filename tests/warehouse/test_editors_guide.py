"""Every question of the editors' guide is asked, and answers as the guide says."""

from __future__ import annotations

import pytest

from demo.world import night as night_at
from tests.conftest import SampleNight
from tests.warehouse.editors_guide import GUIDE, QUESTION, answer

QUESTIONS = {found["title"]: found for found in QUESTION.finditer(GUIDE.read_text(encoding="utf-8"))}


def test_there_are_twenty_nine_questions() -> None:
    assert [int(title.partition(".")[0]) for title in QUESTIONS] == list(range(1, 30))


@pytest.mark.parametrize("title", QUESTIONS)
def test_the_answer_is_the_one_in_the_guide(sample: SampleNight, title: str) -> None:
    """When the sample web or what is read of it has changed on purpose, write the answers anew (see editors_guide)."""
    assert answer(sample.settings.home, QUESTIONS[title]["sql"], night_at(7)) == QUESTIONS[title]["answer"]
