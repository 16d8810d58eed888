"""Which nights there have been, and which one is missing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.nights import Night, is_due, is_missed, nights, noted, write_down
from flows.turn import Shard, turn
from warehouse.home import Home

DUE = datetime(2026, 11, 21, 0, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def done(at: datetime, shard: tuple[int, int] | None = None) -> Night:
    return Night(night="2026-11-21", at=at, state="done", shard=shard)


def test_a_home_without_a_night_has_missed_it(home: Home) -> None:
    assert is_missed(home, DUE)


def test_a_night_counts_until_the_next_is_due(home: Home) -> None:
    write_down(home, done(DUE))
    assert not is_missed(home, DUE + HOUR)
    assert not is_missed(home, DUE + 23.9 * HOUR)
    assert is_missed(home, DUE + 24 * HOUR)


def test_a_night_before_it_was_due_does_not_count(home: Home) -> None:
    write_down(home, done(DUE - HOUR))
    assert is_missed(home, DUE + HOUR)


def test_a_night_that_failed_or_was_stopped_is_made_up_for(home: Home) -> None:
    def fails(error: BaseException) -> None:
        with noted(home, DUE, None) as count:
            count.sources = 3
            raise error

    for error in (KeyboardInterrupt(), ValueError("rikki")):
        with pytest.raises(type(error)):
            fails(error)
    assert [(one.state, one.failure, one.sources) for one in nights(home)] == [
        ("stopped", None, 3),
        ("failed", "ValueError: rikki", 3),
    ]
    assert is_missed(home, DUE + HOUR)


def test_a_night_that_is_under_way_is_not_made_up_for(home: Home) -> None:
    assert is_due(home, DUE, wait=0)
    with turn(home, wait=0):
        assert not is_due(home, DUE, wait=0)
    with turn(home, wait=0, shard=Shard(number=0, of=2)):
        assert not is_due(home, DUE, wait=0)
        assert is_due(home, DUE, wait=0, shard=Shard(number=1, of=2)), "a sister shard"
    write_down(home, done(DUE))
    assert not is_due(home, DUE, wait=0)


def test_shards_are_a_night_when_all_of_them_are_done(home: Home) -> None:
    for number in (0, 2, 2):
        write_down(home, done(DUE, (number, 3)))
    write_down(home, done(DUE, (1, 2)))
    assert is_missed(home, DUE + HOUR)
    with noted(home, DUE + HOUR, Shard(number=1, of=3)):
        pass
    assert not is_missed(home, DUE + 2 * HOUR)


def test_a_line_that_was_cut_off_is_left_out(home: Home) -> None:
    write_down(home, done(DUE))
    with (home.root / "nights.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"night": "2026-11-22", "at": "2026-\n[]\n{"at": 7}\n{"at": "2026-11-21", "tuntematon": 1}\n')
    write_down(home, done(DUE + HOUR))
    assert [one.at for one in nights(home)] == [DUE, DUE + HOUR]
