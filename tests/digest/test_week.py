from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.week import HELSINKI, Week, WeekError


def test_a_week_runs_from_monday_to_sunday_on_a_finnish_clock() -> None:
    week = Week("2026-W47")
    assert (week.monday, week.sunday) == (date(2026, 11, 16), date(2026, 11, 22))
    assert week.start == datetime(2026, 11, 15, 22, tzinfo=UTC)
    assert week.end == datetime(2026, 11, 22, 22, tzinfo=UTC)


@pytest.mark.parametrize(("text", "hours"), [("2026-W13", 167), ("2026-W43", 169), ("2026-W47", 168)])
def test_the_weeks_in_which_the_clocks_change_are_an_hour_shorter_or_longer(text: str, hours: int) -> None:
    assert Week(text).end - Week(text).start == timedelta(hours=hours)


def test_the_last_instant_belongs_and_the_next_midnight_does_not() -> None:
    week = Week("2026-W43")
    midnight = datetime(2026, 10, 26, tzinfo=HELSINKI)
    assert midnight not in week
    assert midnight - timedelta(microseconds=1) in week
    assert datetime(2026, 10, 19, tzinfo=HELSINKI) in week


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-W54", "there is no week 2026-W54: the year 2026 has weeks W01 to W53"),
        ("2025-W53", "the year 2025 has weeks W01 to W52"),
        ("2026-W00", "there is no week 2026-W00"),
        ("2026-47", "write it as 2026-W47"),
        ("2026-w47", "write it as 2026-W47"),
        ("2026-W4٧", "write it as 2026-W47"),
        ("0000-W01", "write it as 2026-W47"),
        ("2026-W47\n", "write it as 2026-W47"),
        ("", "write it as 2026-W47"),
    ],
)
def test_what_is_no_week_says_so_in_one_line(text: str, says: str) -> None:
    with pytest.raises(WeekError) as raised:
        Week(text)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_year_may_have_53_weeks_and_a_week_may_cross_the_year() -> None:
    assert Week("2026-W53").sunday == date(2027, 1, 3)
    assert Week.of(datetime(2027, 1, 1, tzinfo=UTC)) == Week("2026-W53")


@given(st.datetimes(min_value=datetime(1901, 1, 8), max_value=datetime(2999, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_instant_lies_in_its_own_week_and_in_no_neighbour(instant: datetime) -> None:
    week = Week.of(instant)
    assert instant in week
    assert instant not in Week.of(week.end)
    assert instant not in Week.of(week.start - timedelta(microseconds=1))
