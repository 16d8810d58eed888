from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from digest.audience import Audience, Limits
from digest.audience_file import find_audience
from digest.fit import MOST_BYTES, fitted
from digest.issue import Issue
from digest.render import html
from digest.select import select
from digest.write import write
from tests.digest.sample import ENTRIES, OCCASIONS, WEEK, many


def roomy() -> Audience:
    shipped = find_audience("jarjestot")
    sections = tuple(replace(rule, limit=200, organisation=None) for rule in shipped.sections)
    return replace(shipped, limits=Limits(stories=200, lines=200), sections=sections)


def issue(language: str = "fi") -> Issue:
    return select(ENTRIES, OCCASIONS, audience=find_audience("jarjestot"), week=WEEK, language=language)


def big(number: int) -> Issue:
    return select(many(number), (), audience=roomy(), week=WEEK, language="fi")


def test_sixty_stories_stay_within_what_mail_programs_show_whole(tmp_path: Path) -> None:
    assert len(big(60).story_ids) == 60
    (page, *_) = write(big(60), tmp_path)
    assert page.stat().st_size <= MOST_BYTES
    assert len(fitted(big(60)).story_ids) >= 50


def test_a_fitted_letter_loses_its_least_important_stories_and_says_so() -> None:
    long = big(90)
    short = fitted(long, most=60_000)
    assert len(html(short).encode()) <= 60_000
    assert {*short.story_ids} | {placed.entry.story_id for placed in short.overflow} == {*long.story_ids}
    assert fitted(short, most=60_000) == short
    moved = [decision for decision in short.decisions if decision.place == "overflow"]
    assert all("cut off by mail programs" in decision.reasons[-1] for decision in moved)
    assert len(moved) == len(short.overflow) > 0
    assert fitted(issue()) == issue()


def test_all_files_are_written_under_their_names(tmp_path: Path) -> None:
    paths = write(issue(), tmp_path / "uusi" / "kansio")
    endings = ("html", "txt", "md", "eml", "ics", "atom", "json", "page.html", "fragment.html", "docx")
    assert [path.name for path in paths] == [f"2026-W47.jarjestot.fi.{ending}" for ending in endings]
    assert sorted(path.name for path in (tmp_path / "uusi" / "kansio").iterdir()) == sorted(path.name for path in paths)


def test_the_same_issue_is_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write(issue("sv"), tmp_path / "a")]
    second = [path.read_bytes() for path in write(issue("sv"), tmp_path / "b")]
    again = [path.read_bytes() for path in write(issue("sv"), tmp_path / "a")]
    assert first == second == again


def test_a_file_that_cannot_be_replaced_leaves_nothing_half_done(tmp_path: Path) -> None:
    (tmp_path / "2026-W47.jarjestot.fi.txt").mkdir()
    with pytest.raises(OSError, match="directory"):
        write(issue(), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "2026-W47.jarjestot.fi.html",
        "2026-W47.jarjestot.fi.txt",
    ]
