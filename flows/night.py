"""One night, step by step: plan, crawl, land, load, link, publish. Plain functions; Prefect is one of two drivers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeVar

from flows import plan
from flows.learning import knowledge
from flows.settings import Settings
from flows.summary import SourceRow, Summary, resting_rows, source_rows
from sources.crawl import Task, crawl
from sources.registry import read_registry
from sources.restraint import Hosts
from stories.linking import stories
from stories.model import Organisation, Visit
from stories.variants import judge
from warehouse import landing, link
from warehouse.connection import Connection, connect
from warehouse.decisions import rulings
from warehouse.home import Home
from warehouse.load import Loaded, load
from warehouse.lock import writer
from warehouse.memory import memories, register
from warehouse.publish import Published, publish

WAIT_FOR_WRITER = 60.0  # seconds

R = TypeVar("R")


class Drive(Protocol):
    """How a step is run: called as it is (no server, no database but our own), or wrapped into a Prefect task."""

    def __call__(self, name: str, step: Callable[[], R], /) -> R:
        """Runs one step under a name and returns what it returns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Where progress goes while a night runs; the default says nothing."""

    step: Callable[[str], None] = lambda _: None
    planned: Callable[[int], None] = lambda _: None
    visited: Callable[[Visit], None] = lambda _: None


@dataclass(slots=True)
class _Tally:
    rows: dict[str, SourceRow] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def directly(_: str, step: Callable[[], R], /) -> R:
    """The driver of `kooste run`: a step is a plain call."""
    return step()


def night(settings: Settings, *, report: Report = Report(), drive: Drive = directly) -> Summary:
    """Runs the nightly job and says how it went; a failing source is a row of the summary, never an error.

    Idempotent: run again, or after having been killed at any point, it ends in the same state.
    Raises RegistryError, warehouse.lock.Locked and warehouse.publish.Unfit.
    """
    tally = _Tally()
    organisations = read_registry(settings.organisations)
    with writer(settings.home, wait=WAIT_FOR_WRITER), closing(connect(settings.home)) as connection:
        drive("load what an earlier run landed", lambda: load_pending(settings, connection))
        register(connection, organisations)
        with _timed(report, tally, "crawl"):
            _visit_all(settings, organisations, connection, report, drive, tally)
        with _timed(report, tally, "link"):
            drive("link", lambda: link_backlog(connection, settings.home))
        with _timed(report, tally, "publish"):
            published = drive("publish", lambda: publish(connection, settings.home))
    return _summary(settings, tally, published)


def _visit_all(
    settings: Settings,
    organisations: Sequence[Organisation],
    connection: Connection,
    report: Report,
    drive: Drive,
    tally: _Tally,
) -> None:
    remembered = memories(connection, organisations)
    planned, rests = plan.parted(plan.tasks(organisations, remembered), settings.now)
    listed, hosts = plan.listed(remembered), Hosts()
    tally.rows |= {row.source: row for row in resting_rows(rests)}
    report.planned(len(planned))
    for number, batch in enumerate(plan.batches(planned)):
        visits = drive("crawl", partial(crawl_batch, settings, batch, listed, hosts, report))
        drive("land", partial(landing.land, settings.home, f"{settings.now:%Y%m%dT%H%M%SZ}-{number:03}", visits))
        loaded = drive("load", lambda: load_pending(settings, connection))
        tally.rows |= {row.source: row for row in source_rows(visits, loaded)}


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


def load_pending(settings: Settings, connection: Connection) -> list[Loaded]:
    """Loads every landed batch that the warehouse lacks, oldest first."""
    return [load(connection, path) for path in landing.pending(settings.home, connection)]


def link_backlog(connection: Connection, home: Home) -> int:
    """Judges every article that is new, changed or decided about since it was last linked; returns how many those were.

    Editors' decisions (desk.sqlite) are heard first; what `kooste learn` has taught (HOME/learned) is known.
    """
    ruled = rulings(home)
    backlog = link.backlog(connection, ruled)
    if backlog.unlinked:
        known = knowledge(home)
        variants = judge(backlog.articles, new=backlog.unlinked, rulings=ruled, knowledge=known)
        told = link.standing(connection, variants, backlog)
        grouped = stories(backlog.articles, told, backlog.known, ruled)
        link.save(connection, backlog.unlinked, variants, grouped, rulings=ruled, matcher=known.version)
    return len(backlog.unlinked)


@contextmanager
def _timed(report: Report, tally: _Tally, name: str) -> Iterator[None]:
    report.step(name)
    start = time.perf_counter()
    yield
    tally.seconds[name] = round(time.perf_counter() - start, 2)


def _summary(settings: Settings, tally: _Tally, published: Published) -> Summary:
    return Summary(
        now=settings.now.isoformat(),
        sources=tuple(tally.rows[name] for name in sorted(tally.rows)),
        articles=published.articles,
        stories=published.stories,
        snapshot=str(published.path),
        seconds=tally.seconds,
    )
