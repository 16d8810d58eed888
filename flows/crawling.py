"""The first step of a night: who is visited, the visits, and what they brought laid down for good."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final, Protocol, TypeVar

from flows import plan
from flows.nights import Count, noted
from flows.settings import Settings
from flows.steps import Loads, load_pending, writing
from flows.summary import SourceRow, resting_rows, source_rows
from flows.turn import Shard, turn
from sources.crawl import Task, crawl
from sources.registry import read_registry
from sources.restraint import Hosts
from sources.rhythm import RETRY_AFTER, Rest
from stories.about import Guide, described, guide
from stories.model import Organisation
from stories.visit import Visit
from warehouse.about import read_topics
from warehouse.landing import land
from warehouse.memory import memories, register

WAIT_FOR_TURN: Final = 60.0  # seconds

R = TypeVar("R")


class UnknownSource(ValueError):
    """A source that was named is not one that is read; the message is one clear line."""


class Drive(Protocol):
    """How a step is run: called as it is (no server, no database but our own), or wrapped into a Prefect task."""

    def __call__(self, name: str, step: Callable[[], R], /) -> R:
        """Runs one step under a name and returns what it returns."""


def directly(_: str, step: Callable[[], R], /) -> R:
    """The driver of `kooste run`: a step is a plain call."""
    return step()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Where progress goes while a night runs; the default says nothing."""

    step: Callable[[str], None] = lambda _: None
    planned: Callable[[int], None] = lambda _: None
    visited: Callable[[Visit], None] = lambda _: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which sources a round is about: all, one shard's, or some by name."""

    sources: tuple[str, ...] = ()
    shard: Shard | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the round counts as a night, or as its shard of one."""
        return not self.sources

    @property
    def mark(self) -> str:
        """What its batches are called, so that shards of one instant do not share names."""
        if self.sources:
            return "ping-"
        return f"{self.shard.number}of{self.shard.of}-" if self.shard else ""


SILENT: Final = Report()
WHOLE: Final = Scope()
NOTHING: Final = Loads()


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """What a round of visits laid down: the names of its batches, and a row a source (what is new, the load tells).

    `earlier` is what others had landed and the plan has loaded: whoever links has to be told of it, too.
    """

    batches: tuple[str, ...] = ()
    rows: tuple[SourceRow, ...] = ()
    earlier: Loads = NOTHING

    @property
    def read(self) -> int:
        """Articles that were read."""
        return sum(row.read for row in self.rows)

    @property
    def failing(self) -> int:
        """Sources that gave nothing."""
        return sum(row.state == "failing" for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Round:
    """What the batches of one round share."""

    settings: Settings
    scope: Scope
    report: Report
    planned: list[Task]
    rests: dict[str, Rest]
    listed: frozenset[str]
    guide: Guide
    earlier: Loads
    hosts: Hosts = field(default_factory=Hosts)


def crawl_and_land(
    settings: Settings,
    scope: Scope = WHOLE,
    *,
    report: Report = SILENT,
    drive: Drive = directly,
    wait: float = WAIT_FOR_TURN,
) -> Landed:
    """Visits the sources whose turn it is and lands what they brought; the warehouse is only read.

    A failing source is a row, never an error. Raises RegistryError, UnknownSource and warehouse.lock.Locked.
    """
    with turn(settings.home, wait=wait, shard=scope.shard):
        return crawl_in_turn(settings, scope, report=report, drive=drive)


def crawl_in_turn(settings: Settings, scope: Scope, *, report: Report, drive: Drive) -> Landed:
    """The same for a process that has the turn already."""
    if not scope.is_whole:
        return _visit_all(settings, scope, report, drive, Count())
    with noted(settings.home, settings.now, scope.shard) as count:
        return _visit_all(settings, scope, report, drive, count)


def _visit_all(settings: Settings, scope: Scope, report: Report, drive: Drive, count: Count) -> Landed:
    round_ = drive("plan", lambda: _planned(settings, scope, report))
    report.step("crawl")
    report.planned(len(round_.planned))
    rows, batches = {row.source: row for row in resting_rows(round_.rests)}, []
    # One after the other: a host's pause and its robots.txt hold across batches.
    for number, batch in enumerate(plan.batches(round_.planned)):
        name, found = drive(f"crawl batch {number + 1}", partial(_crawl_one, round_, number, batch))
        batches.append(name)
        rows |= {row.source: row for row in found}
        count.sources += len(found)
        count.failing += sum(row.state == "failing" for row in found)
        count.read += sum(row.read for row in found)
    return Landed(batches=tuple(batches), rows=tuple(rows[name] for name in sorted(rows)), earlier=round_.earlier)


def _planned(settings: Settings, scope: Scope, report: Report) -> _Round:
    """Who is visited. What an earlier round landed is loaded first, so that nobody is asked for it again."""
    organisations = read_registry(settings.organisations)
    # A home's own topics that cannot be read are told before anybody is visited.
    by = guide(organisations, read_topics(settings.home))
    with writing(settings) as connection:
        earlier = load_pending(settings, connection)
        register(connection, organisations)
        remembered = memories(connection, organisations)
    planned, rests = _parted(organisations, plan.tasks(organisations, remembered), scope, settings.now)
    return _Round(settings, scope, report, planned, rests, plan.listed(remembered), by, earlier)


def _parted(
    organisations: Sequence[Organisation], tasks: Sequence[Task], scope: Scope, now: datetime
) -> tuple[list[Task], dict[str, Rest]]:
    """The scope's tasks whose turn it is, and the rests of its others."""
    _, rests = plan.parted(tasks, now)
    if scope.sources:
        demand_known(organisations, scope.sources)
        # Who names a source wants it now; only its server's own wish goes before that.
        rests = {name: rest for name, rest in rests.items() if rest.reason == RETRY_AFTER}
    names = _named(organisations, scope)
    wanted = [task for task in tasks if task.source.name in names]
    resting = {task.source.name: rests[task.source.name] for task in wanted if task.source.name in rests}
    return [task for task in wanted if task.source.name not in resting], resting


def _named(organisations: Sequence[Organisation], scope: Scope) -> Collection[str]:
    if scope.sources:
        return scope.sources
    if scope.shard:
        return plan.part(organisations, scope.shard)
    return frozenset(source.name for organisation in organisations for source in organisation.sources)


def demand_known(organisations: Sequence[Organisation], names: Sequence[str]) -> None:
    """Raises UnknownSource for a name that the registry does not read."""
    known = {source.name: source for organisation in organisations for source in organisation.sources}
    for name in names:
        if name not in known:
            raise UnknownSource(f"no source is called {name!r}; `kooste sources list` names them all")
        if not known[name].enabled:
            raise UnknownSource(f"{name} is switched off in the registry (enabled = false)")


def _crawl_one(round_: _Round, number: int, batch: Sequence[Task]) -> tuple[str, list[SourceRow]]:
    """Visits a batch and lands it; only its rows stay in memory."""
    settings = round_.settings
    visits = crawl_batch(settings, batch, round_.listed, round_.hosts, round_.report)
    visits = [replace(one, articles=tuple(described(found, round_.guide) for found in one.articles)) for one in visits]
    path = land(settings.home, f"{settings.now:%Y%m%dT%H%M%SZ}-{round_.scope.mark}{number:03}", visits)
    return path.stem, list(source_rows(visits))


def crawl_batch(
    settings: Settings, batch: Sequence[Task], listed: frozenset[str], hosts: Hosts, report: Report
) -> list[Visit]:
    """Visits a batch's sources side by side."""
    return asyncio.run(
        crawl(
            batch,
            doors=settings.doors,
            manners=settings.manners,
            now=settings.now,
            hosts=hosts,
            listed_elsewhere=listed,
            seen=report.visited,
        )
    )
