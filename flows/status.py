"""How everything stands, on one screen: read from files, the published snapshot and the server, without any lock."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from digest.audience_file import AudienceError
from flows import unpublished
from flows.health import Finding, examine, room
from flows.needs import needs, worth_a_look
from flows.nights import Night, is_missed, nights
from flows.record import Up, read_up
from flows.schedule import SCHEDULE, last_due, next_run
from flows.server import Run, ServerSilent, coming, failed
from flows.settings import Settings
from flows.standing import standing_now
from stories.dates import HELSINKI
from warehouse.holder import Holder, holder
from warehouse.home import Home
from warehouse.leases import leases
from warehouse.snapshot import SnapshotMissing
from warehouse.vitals import SnapshotBroken, Vitals, vitals

_LATELY: Final = timedelta(hours=24)
_CLOSER: Final = ("disk", "writer", "freshness", "prefect")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The next run of a deployment."""

    name: str
    at: datetime

    @property
    def when(self) -> str:
        """Weekday, day and hour on a Finnish clock."""
        return f"{self.at.astimezone(HELSINKI):%a %d.%m.%Y %H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What each step has to do, as of `at`: batches landed and not loaded, articles not linked, a snapshot behind."""

    at: datetime
    unloaded: int
    unlinked: int
    waits_since: datetime | None = None
    unpublished_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Room where the home lies, and how much a night may need, in GB."""

    free_gb: float
    wanted_gb: float

    @property
    def is_low(self) -> bool:
        """Whether the next night may not find room."""
        return self.free_gb < self.wanted_gb


@dataclass(frozen=True, slots=True, kw_only=True)
class Hubs:
    """Subscriptions at WebSub hubs: how many there should be, are confirmed, and have lapsed."""

    wanted: int
    active: int
    lapsed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything that an operator looks at; `planned_by` is "server", or "schedule" where none answers."""

    now: datetime
    home: str
    last_night: Night | None
    due_at: datetime
    is_missed: bool
    under_way: Holder | None
    planned: tuple[Planned, ...]
    planned_by: str
    up: Up | None
    is_up_broken: bool
    server_trouble: str
    failed_runs: tuple[Run, ...]
    backlog: Backlog | None
    vitals: Vitals | None
    disk: Disk
    faults: tuple[Finding, ...]
    letters: tuple[str, ...] = ()
    hubs: Hubs | None = None
    needs: tuple[str, ...] = ()
    worth_a_look: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The status as one JSON object; instants as text."""
        told = asdict(self)
        if self.vitals:
            told["vitals"]["states"] = dict(self.vitals.states)
        if told["up"]:
            del told["up"]["mark"]
        return told


def status(settings: Settings) -> Status:
    """How everything stands at `settings.now`; nothing is locked, written or started."""
    home, now = settings.home, settings.now
    free, wanted = room(home)
    up, night = read_up(home), _last_night(home)
    is_alive = up is not None and up.is_alive
    url = up.url if up and is_alive else os.environ.get("PREFECT_API_URL")
    planned, trouble = next_runs(url, now)
    is_starting = up is not None and is_alive and not up.is_ready
    found = Status(
        now=now,
        home=str(home.root.resolve()),
        last_night=night,
        due_at=last_due(now),
        is_missed=is_missed(home, now),
        under_way=holder(home.warehouse.parent / "turn.lock") or holder(home.lock),
        planned=tuple(planned),
        planned_by="schedule" if trouble or not url else "server",
        up=up,
        is_up_broken=up is not None and not is_alive,
        server_trouble="" if is_starting else trouble,
        failed_runs=_failed(url, now) if not trouble else (),
        backlog=_backlog(home),
        vitals=_vitals(home, now, night.at if night else now),
        disk=Disk(free_gb=free, wanted_gb=wanted),
        # What is left out is told more closely here.
        faults=tuple(one for one in examine(settings, leave_out=_CLOSER) if one.state == "fault"),
        letters=_letters(settings),
        hubs=_hubs(home, now),
    )
    return replace(found, needs=tuple(needs(found)), worth_a_look=tuple(worth_a_look(found)))


def next_runs(url: str | None, now: datetime) -> tuple[Sequence[Planned], str]:
    """The next run of each deployment, soonest first, and what is wrong with the server that was asked.

    A server that is not there, or has not planned yet, leaves the word to the schedule itself.
    """
    by_schedule = sorted(
        (Planned(name=name, at=next_run(cron, now)) for name, cron in SCHEDULE.items()), key=lambda one: one.at
    )
    if not url:
        return by_schedule, ""
    try:
        told = [Planned(name=run.deployment, at=run.at) for run in coming(url)]
    except ServerSilent as silence:
        return by_schedule, str(silence)
    return told or by_schedule, ""


def _last_night(home: Home) -> Night | None:
    """The newest round over all sources, or over a part of them."""
    every = nights(home)
    return max(every, key=lambda one: one.at) if every else None


def _failed(url: str | None, now: datetime) -> tuple[Run, ...]:
    try:
        return tuple(failed(url, now - _LATELY)) if url else ()
    except ServerSilent:
        return ()


def _backlog(home: Home) -> Backlog | None:
    noted = standing_now(home)
    if noted is None:
        return None
    waiting = [path for name in noted.unloaded if (path := home.landing / f"{name}.parquet").exists()]
    return Backlog(
        at=noted.at,
        unloaded=len(noted.unloaded),
        unlinked=noted.unlinked,
        waits_since=min(map(_written_at, waiting), default=None),
        unpublished_since=(noted.changed_at or noted.at) if unpublished.is_marked(home) else None,
    )


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _letters(settings: Settings) -> tuple[str, ...]:
    """What letters wait for: an approval, a test letter, a word about what is in doubt."""
    if not any(settings.home.issues.glob("*/*.eml")):
        return ()
    from flows.sending import waiting  # noqa: PLC0415 - it brings the matcher's word lists along: a second

    try:
        return waiting(settings)
    except AudienceError as error:
        return (str(error),)


def _hubs(home: Home, now: datetime) -> Hubs | None:
    """How the subscriptions stand; None where there are none."""
    every = [lease for lease in leases(home) if lease.wanted == "subscribe"]
    lapsed = sum(lease.state == "active" and not lease.is_active(now) for lease in every)
    active = sum(lease.is_active(now) for lease in every)
    return Hubs(wanted=len(every), active=active, lapsed=lapsed) if every else None


def _vitals(home: Home, now: datetime, since: datetime) -> Vitals | None:
    try:
        return vitals(home, now=now, since=since)
    except (SnapshotMissing, SnapshotBroken):
        return None
