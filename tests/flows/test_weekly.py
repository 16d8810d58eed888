"""Monday's letters: of every audience, and waiting for a night that is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.crawling import crawl_and_land
from flows.night import backlog, night
from flows.steps import load_landed
from flows.weekly import is_night_told, let_wait, waiting, weekly_letters
from tests.flows.small_web import SmallWeb, small_web

MONDAY = datetime(2026, 11, 23, 0, 20, tzinfo=UTC)  # 02:20 in Helsinki


@pytest.fixture
def web(tmp_path: Path) -> Iterator[SmallWeb]:
    with small_web(tmp_path) as found:
        yield found


def test_the_letters_wait_until_the_night_is_in_the_snapshot(web: SmallWeb) -> None:
    seven = web.at(MONDAY + timedelta(hours=4, minutes=40))
    night(web.settings)
    assert not is_night_told(seven), "Saturday's night is not Monday's"
    assert let_wait(seven) == waiting(seven.home) == "2026-W47"
    crawl_and_land(web.at(MONDAY))
    load_landed(seven)
    assert not is_night_told(seven), "loaded is not published"
    backlog(seven)
    assert is_night_told(seven)
    names = {letter.issue.name for letter in weekly_letters(seven, week=waiting(seven.home))}
    assert "2026-W47.jarjestot.fi" in names
    assert waiting(seven.home) is None


def test_letters_of_some_audiences_leave_the_others_waiting(web: SmallWeb) -> None:
    night(web.at(MONDAY))
    let_wait(web.at(MONDAY))
    written = weekly_letters(web.at(MONDAY), only=["jarjestot"])
    assert {letter.issue.audience.id for letter in written} == {"jarjestot"}
    assert waiting(web.settings.home) == "2026-W47"


def test_a_note_that_cannot_be_read_waits_for_nothing(web: SmallWeb) -> None:
    let_wait(web.at(MONDAY))
    (web.settings.home.root / "run" / "waiting-letters.json").write_text("[", encoding="utf-8")
    assert waiting(web.settings.home) is None
