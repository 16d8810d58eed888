"""When what runs: our own reckoning, Prefect's, and the two nights of the year on which clocks change."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.schedule import DEPLOYMENTS, SCHEDULE, deployments, full_name, last_due, next_run

HELSINKI = ZoneInfo("Europe/Helsinki")
CHANGES = [datetime(2027, 3, 26, tzinfo=HELSINKI), datetime(2027, 10, 29, tzinfo=HELSINKI)]


def ours(cron: str, start: datetime) -> Iterator[datetime]:
    while True:
        yield (start := next_run(cron, start))


@pytest.mark.parametrize("start", CHANGES, ids=["spring", "autumn"])
@pytest.mark.parametrize("name", SCHEDULE)
def test_prefect_reckons_as_we_do_across_a_change_of_clocks(name: str, start: datetime) -> None:
    from prefect.server.schemas.schedules import CronSchedule

    schedule = CronSchedule(cron=SCHEDULE[name], timezone="Europe/Helsinki")
    theirs = asyncio.run(schedule.get_dates(40, start=start))
    assert [at.astimezone(UTC) for at in theirs] == [
        at.astimezone(UTC) for at in itertools.islice(ours(SCHEDULE[name], start - timedelta(seconds=1)), 40)
    ]


@pytest.mark.parametrize(("start", "hours"), [(CHANGES[0], 23), (CHANGES[1], 25)], ids=["spring", "autumn"])
def test_each_night_comes_once_at_its_hour_also_when_clocks_change(start: datetime, hours: int) -> None:
    nights = list(itertools.islice(ours(SCHEDULE["crawl/nightly"], start), 6))
    assert {f"{at:%H:%M}" for at in nights} == {"02:15"}
    assert [at.date() for at in nights] == [start.date() + timedelta(days=n) for n in range(6)]
    gaps = [(after.astimezone(UTC) - before.astimezone(UTC)) for before, after in itertools.pairwise(nights)]
    # The change comes after 02:15 on Sunday: the day from then on is shorter or longer.
    assert gaps == [timedelta(hours=24), timedelta(hours=24), timedelta(hours=hours), *[timedelta(hours=24)] * 2]


def test_the_letters_after_a_change_of_clocks_leave_at_seven() -> None:
    for start, instant in zip(CHANGES, ("2027-03-29T04:00:00+00:00", "2027-11-01T05:00:00+00:00"), strict=True):
        assert next_run(SCHEDULE["digest/monday"], start).astimezone(UTC).isoformat() == instant


def test_nothing_is_scheduled_in_the_hour_that_comes_twice_or_never() -> None:
    hours = {at.hour for cron in SCHEDULE.values() for at in itertools.islice(ours(cron, CHANGES[0]), 200)}
    assert 3 not in hours


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-21T02:14:59", "2026-11-20T02:15:00+02:00"),
        ("2026-11-21T02:15:00", "2026-11-21T02:15:00+02:00"),
        ("2027-03-28T04:30:00", "2027-03-28T02:15:00+02:00"),
        ("2027-03-29T01:00:00", "2027-03-28T02:15:00+02:00"),
        ("2027-10-31T03:30:00", "2027-10-31T02:15:00+03:00"),
        ("2027-11-01T02:00:00", "2027-10-31T02:15:00+03:00"),
    ],
)
def test_the_newest_night_that_was_due(now: str, due: str) -> None:
    assert last_due(datetime.fromisoformat(now).replace(tzinfo=HELSINKI).astimezone(UTC)).isoformat() == due


def test_fields_of_a_cron_line() -> None:
    friday = datetime(2026, 11, 20, 18, 50, tzinfo=HELSINKI)
    assert [f"{at:%a %H:%M}" for at in itertools.islice(ours("*/30 7,18-19 * * 1-5", friday), 4)] == [
        "Fri 19:00",
        "Fri 19:30",
        "Mon 07:00",
        "Mon 07:30",
    ]
    assert f"{next_run('0 7 * * 7', friday):%a}" == "Sun"
    with pytest.raises(ValueError, match="is not understood"):
        next_run("0 7 1 * *", friday)


def test_the_brief_of_the_deployments() -> None:
    assert {"crawl/nightly", "nightly/catch-up", "digest/monday"} <= set(DEPLOYMENTS)
    assert (SCHEDULE["crawl/nightly"], SCHEDULE["digest/monday"]) == ("15 2 * * *", "0 7 * * 1")
    assert {one["schedules"][0]["timezone"] for one in deployments() if "schedules" in one} == {"Europe/Helsinki"}
    assert all(len(one.get("schedules", [])) <= 1 for one in deployments()), "SCHEDULE tells one line each"
    assert len({full_name(one) for one in deployments()}) == len(deployments())
