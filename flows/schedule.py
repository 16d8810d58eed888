"""When what runs, read from `prefect.yaml`: the one place where deployments are told. Knows no Prefect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from stories.dates import HELSINKI

ROOT: Final = Path(__file__).resolve().parents[1]
# Beside the rooms in the project; inside this one where Kooste was installed from a wheel.
_PLACES: Final = (ROOT / "prefect.yaml", ROOT / "flows" / "prefect.yaml")


def deployments() -> list[dict[str, Any]]:
    """The deployments as `prefect.yaml` tells them, in its order."""
    file = next((place for place in _PLACES if place.exists()), _PLACES[0])
    told = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = told["deployments"]
    return found


def full_name(deployment: Mapping[str, Any]) -> str:
    """A deployment's name as Prefect writes it: the flow is called as its function.

    >>> full_name({"entrypoint": "flows/crawl.py:crawl", "name": "nightly"})
    'crawl/nightly'
    """
    return f"{deployment['entrypoint'].rpartition(':')[2]}/{deployment['name']}"


_TOLD: Final = deployments()
DEPLOYMENTS: Final[tuple[str, ...]] = tuple(full_name(one) for one in _TOLD)
SCHEDULE: Final[Mapping[str, str]] = {
    full_name(one): one["schedules"][0]["cron"] for one in _TOLD if "schedules" in one
}
NIGHT: Final = SCHEDULE["crawl/nightly"]


def next_run(cron: str, after: datetime) -> datetime:
    """The first instant after another at which a cron line falls due, by the Finnish clock.

    Understands minutes, hours and weekdays (0 or 7 is Sunday); a day of the month or a month raises ValueError.

    >>> next_run("0 7 * * 1", datetime(2026, 11, 21, 12, tzinfo=HELSINKI)).isoformat()
    '2026-11-23T07:00:00+02:00'
    """
    times, weekdays = _read(cron)
    today = after.astimezone(HELSINKI).date()
    days = (day for n in range(9) if (day := today + timedelta(days=n)).isoweekday() % 7 in weekdays)
    coming = (datetime.combine(day, at, HELSINKI) for day in days for at in times)
    return next(one for one in coming if one > after)


def last_due(now: datetime) -> datetime:
    """When the newest night was due that should have begun by now."""
    (at,), _ = _read(NIGHT)
    today = datetime.combine(now.astimezone(HELSINKI).date(), at, HELSINKI)
    # Local dates, not 24 hours: a day on which clocks change is longer or shorter.
    return today if today <= now else datetime.combine(today.date() - timedelta(days=1), at, HELSINKI)


def _read(cron: str) -> tuple[list[time], set[int]]:
    minute, hour, day, month, weekday = cron.split()
    if (day, month) != ("*", "*"):
        raise ValueError(f"{cron!r}: a day of the month or a month is not understood")
    times = [time(hours, minutes) for hours in sorted(_field(hour, 23)) for minutes in sorted(_field(minute, 59))]
    return times, {one % 7 for one in _field(weekday, 7)}


def _field(text: str, most: int) -> set[int]:
    """The numbers of one field: `*`, `*/15`, `7-20`, `1,3`, and these together."""
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, _, last = ("0", "", str(most)) if span == "*" else span.partition("-")
        found |= set(range(int(first), int(last or first) + 1, int(step or 1)))
    return found
