"""When a source is asked again is a function of what is remembered: never of chance, never of the clock on the wall."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.rhythm import (
    BACK_OFF,
    GONE,
    LONGEST_WAIT,
    PACE,
    RETRY_AFTER,
    asked_to_wait,
    pause,
    rest_after_failure,
    rest_after_request,
    resting,
)
from stories.visit import Known, Memory

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("status", "written", "date", "wait"),
    [
        (429, "120", None, timedelta(seconds=120)),
        (503, " 30 ", None, timedelta(seconds=30)),
        (429, "Mon, 23 Nov 2026 03:00:00 GMT", None, 2 * HOUR),
        (429, "Mon, 23 Nov 2026 03:00:00 GMT", "Mon, 23 Nov 2026 02:30:00 GMT", HOUR / 2),
        (429, "Monday, 23-Nov-26 03:00:00 GMT", None, 2 * HOUR),
        (503, "Mon, 23 Nov 2020 03:00:00 GMT", None, timedelta(0)),
        (429, "172800", None, LONGEST_WAIT),
        (429, "9" * 60, None, LONGEST_WAIT),
        (503, "Fri, 31 Dec 9999 23:59:59 GMT", None, LONGEST_WAIT),
        (429, None, None, HOUR),
        (429, "soon", "nonsense", HOUR),
        (429, "-5", None, HOUR),
        (429, "١٢", None, HOUR),
        (503, None, None, None),
        (503, "soon", None, None),
        (500, "120", None, None),
        (200, "120", None, None),
    ],
)
def test_what_a_server_asks_for(status: int, written: str | None, date: str | None, wait: timedelta | None) -> None:
    assert asked_to_wait(status, written, date=date, now=NOW) == wait


@given(st.text(max_size=300), st.text(max_size=100))
def test_any_text_asks_for_a_day_at_most(written: str, date: str) -> None:
    wait = asked_to_wait(429, written, date=date, now=NOW)
    assert wait is not None
    assert timedelta(0) <= wait <= LONGEST_WAIT


def nights_until_asked(failures: int, status: int = 500, *, late: timedelta = timedelta(0)) -> int:
    rest = rest_after_failure("soste/news", now=NOW, failures=failures, status=status)
    return next(night for night in range(1, 20) if night * DAY + NOW + late >= rest.until)


def test_failing_is_asked_after_one_two_and_four_nights_and_then_weekly() -> None:
    assert [nights_until_asked(failures) for failures in range(1, 9)] == [1, 2, 4, 7, 7, 7, 7, 7]


@pytest.mark.parametrize("late", [-3 * HOUR, 3 * HOUR])
def test_a_night_that_starts_earlier_or_later_is_the_same_night(late: timedelta) -> None:
    assert [nights_until_asked(failures, late=late) for failures in (1, 2, 3, 4)] == [1, 2, 4, 7]


def test_gone_is_asked_once_a_week() -> None:
    assert {nights_until_asked(failures, 410) for failures in range(1, 9)} == {7}
    assert rest_after_failure("a/b", now=NOW, failures=1, status=410).reason == GONE


@given(st.text(max_size=40), st.integers(1, 10**6), st.sampled_from([None, 404, 410, 429, 500]))
def test_a_rest_after_failure_ends_later_the_same_night_at_the_earliest_and_within_a_week(
    source: str, failures: int, status: int | None
) -> None:
    rest = rest_after_failure(source, now=NOW, failures=failures, status=status)
    assert NOW + 15 * HOUR < rest.until <= NOW + 7 * DAY
    assert rest == rest_after_failure(source, now=NOW, failures=failures, status=status)


def test_sources_do_not_all_return_at_once() -> None:
    until = NOW + 2 * HOUR
    rests = [rest_after_request(f"a/{number}", until=until, now=NOW).until for number in range(50)]
    assert len(set(rests)) == 50
    assert min(rests) >= until
    assert max(rests) <= until + 12 * timedelta(minutes=1)


def memory(*, newest: timedelta | None = None, brought: timedelta = 20 * DAY, visited: timedelta = DAY) -> Memory:
    known = [] if newest is None else [Known(url="u", fingerprint="f", published_at=NOW - newest)]
    return Memory(
        source="a/b",
        visited_at=NOW - visited,
        last_success_at=NOW - visited,
        last_new_item_at=NOW - brought,
        known={item.url: item for item in known},
    )


def test_a_source_is_asked_every_night() -> None:
    assert resting(Memory(source="a/b"), NOW) is None
    assert resting(memory(newest=30 * DAY), NOW) is None
    assert resting(memory(newest=179 * DAY), NOW) is None


def test_who_is_silent_for_half_a_year_is_asked_every_third_night() -> None:
    rested = resting(memory(newest=181 * DAY), NOW)
    assert rested is not None
    assert rested.reason == PACE
    assert resting(memory(newest=181 * DAY, visited=2 * DAY), NOW) is not None
    assert resting(memory(newest=181 * DAY, visited=3 * DAY), NOW) is None


def test_the_same_night_again_asks_the_same_sources() -> None:
    assert resting(memory(newest=400 * DAY, visited=timedelta(0)), NOW) is None


@pytest.mark.parametrize(
    "lively",
    [
        memory(newest=400 * DAY, brought=5 * DAY),  # just registered, or old things appear
        memory(newest=-20 * DAY),  # a date in the future says nothing of the pace
    ],
)
def test_what_may_yet_bring_news_is_asked_every_night(lively: Memory) -> None:
    assert resting(lively, NOW) is None


def test_who_waits_rests_until_then_and_says_why() -> None:
    for reason, words in ((RETRY_AFTER, "Retry-After"), (BACK_OFF, "failing"), (GONE, "410")):
        waiting = Memory(source="a/b", next_attempt_at=NOW + HOUR, rest_reason=reason, consecutive_failures=1)
        rest = resting(waiting, NOW)
        assert rest is not None
        assert words in str(rest)
        assert resting(waiting, NOW + HOUR) is None


@given(st.floats(0, 100), st.integers())
def test_a_pause_is_the_spacing_give_or_take_a_third(spacing: float, seed: int) -> None:
    assert 0.69 * spacing <= pause(spacing, random.Random(seed)) <= 1.31 * spacing
