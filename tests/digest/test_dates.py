from __future__ import annotations

from datetime import datetime

import pytest

from digest.dates import span, week_span
from digest.material import Due
from digest.phrases import phrases
from digest.week import Week
from tests.digest.sample import HELSINKI, at


@pytest.mark.parametrize(
    ("start", "end", "all_day", "fi", "sv"),
    [
        (at(23, 9), None, False, "ma 23.11. klo 9.00", "mån 23.11 kl. 9.00"),
        (at(23, 9), at(23, 15, 30), False, "ma 23.11. klo 9.00–15.30", "mån 23.11 kl. 9.00–15.30"),
        (at(23, 0), None, True, "ma 23.11.", "mån 23.11"),
        (at(23, 0), at(23, 23, 59), True, "ma 23.11.", "mån 23.11"),
        (at(23, 0), at(25, 0), True, "ma 23.11.–ke 25.11.", "mån 23.11–ons 25.11"),
        (
            at(26, 9),
            at(27, 16),
            False,
            "to 26.11. klo 9.00 – pe 27.11. klo 16.00",
            "tors 26.11 kl. 9.00 – fre 27.11 kl. 16.00",
        ),
        (datetime(2027, 1, 9, 10, 5, tzinfo=HELSINKI), None, False, "la 9.1.2027 klo 10.05", "lör 9.1.2027 kl. 10.05"),
        (at(29, 18), at(29, 17), False, "su 29.11. klo 18.00", "sön 29.11 kl. 18.00"),
    ],
)
def test_dates_are_written_as_in_finland(
    start: datetime, end: datetime | None, all_day: bool, fi: str, sv: str
) -> None:
    due = Due(story_id="s", kind="event", starts_at=start, ends_at=end, is_all_day=all_day)
    assert span(due, phrases("fi"), year=2026) == fi
    assert span(due, phrases("sv"), year=2026) == sv


@pytest.mark.parametrize(
    ("week", "fi", "sv"),
    [
        ("2026-W47", "16.–22.11.2026", "16–22.11.2026"),
        ("2026-W49", "30.11.–6.12.2026", "30.11–6.12.2026"),
        ("2026-W53", "28.12.2026–3.1.2027", "28.12.2026–3.1.2027"),
    ],
)
def test_a_week_names_its_days(week: str, fi: str, sv: str) -> None:
    assert (week_span(Week(week), phrases("fi")), week_span(Week(week), phrases("sv"))) == (fi, sv)


def test_one_and_several_take_their_own_forms() -> None:
    assert [phrases("fi").count("stories", n) for n in (1, 2, 21)] == ["1 uutinen", "2 uutista", "21 uutista"]
    assert [phrases("sv").count("stories", n) for n in (1, 2)] == ["1 nyhet", "2 nyheter"]


def test_both_editions_know_the_same_words() -> None:
    fi, sv = phrases("fi"), phrases("sv")
    for table in ("words", "dates", "sections", "kinds", "counts", "languages", "regions"):
        assert getattr(fi, table).keys() == getattr(sv, table).keys(), table
    assert len(fi.weekdays) == len(sv.weekdays) == 7
    assert len(fi.regions) == 19
