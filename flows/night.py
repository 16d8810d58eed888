"""One night in one process: crawl, load, link, publish, in order. Plain functions; Prefect is one of two drivers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from flows.crawling import (
    SILENT,
    WAIT_FOR_TURN,
    WHOLE,
    Drive,
    Landed,
    Report,
    Scope,
    crawl_batch,
    crawl_in_turn,
    directly,
)
from flows.nights import last_night
from flows.settings import Settings
from flows.steps import WAIT_FOR_WRITER, Loads, link_backlog, link_new, load_landed, load_pending, publish_changes
from flows.stopping import stoppable
from flows.summary import Summary, with_counts
from flows.turn import turn
from warehouse.publish import Published, verify

__all__ = [
    "WAIT_FOR_WRITER",
    "Drive",
    "Report",
    "backlog",
    "crawl_batch",
    "directly",
    "link_backlog",
    "load_pending",
    "night",
]


def night(settings: Settings, scope: Scope = WHOLE, *, report: Report = SILENT, drive: Drive = directly) -> Summary:
    """Runs the nightly job and says how it went; a failing source is a row of the summary, never an error.

    Idempotent: run again, or after having been killed at any point, it ends in the same state. No other night runs
    meanwhile; others may write the warehouse between its steps.
    Raises RegistryError, UnknownSource, warehouse.lock.Locked, warehouse.load.Unloadable and warehouse.publish.Unfit.
    """
    clock = _Clock(report)
    with stoppable(), turn(settings.home, wait=WAIT_FOR_TURN, shard=scope.shard), _noted(settings, scope) as note:
        with clock.running("crawl"):  # which says itself that it begins, once the registry has been read
            landed = crawl_in_turn(settings, scope, report=report, drive=drive)
        loads, published = _rest(settings, clock, drive)
        summary = _summary(settings, clock, landed, loads, published)
        note.update(summary.as_json())
        loads.demand_whole()
    return summary


def backlog(settings: Settings, *, report: Report = SILENT, drive: Drive = directly) -> tuple[Loads, Published | None]:
    """What is left of earlier nights: loads, links and publishes it, and visits nobody."""
    with stoppable():
        return _rest(settings, _Clock(report), drive)


def _noted(settings: Settings, scope: Scope) -> AbstractContextManager[dict[str, Any]]:
    """What is said of the last night is not said of a visit to one source."""
    return last_night(settings.home) if scope.is_whole else nullcontext({})


@dataclass(slots=True)
class _Clock:
    """Each step's wall time, and who wants to hear of steps."""

    report: Report
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        self.report.step(name)
        with self.running(name):
            yield

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 2)


def _rest(settings: Settings, clock: _Clock, drive: Drive) -> tuple[Loads, Published | None]:
    """Load, link, publish: a file that cannot be loaded holds up neither the other files nor the steps after it."""
    with clock.timed("load"):
        loads = drive("load", lambda: load_landed(settings))
    with clock.timed("link"):
        drive("link", lambda: link_new(settings))
    with clock.timed("publish"):
        published = drive("publish", lambda: publish_changes(settings))
    return loads, published


def _summary(settings: Settings, clock: _Clock, landed: Landed, loads: Loads, published: Published | None) -> Summary:
    stories, articles = (published.stories, published.articles) if published else verify(settings.home.published)
    return Summary(
        now=settings.now.isoformat(),
        sources=with_counts(landed.rows, loads.batches),
        articles=articles,
        stories=stories,
        snapshot=str(settings.home.published),
        seconds=clock.seconds,
    )
