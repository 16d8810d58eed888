"""The flow that visits sources and lands what they brought; `python -m flows.crawl` does the same without a server."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from prefect import flow, get_run_logger

from flows.alarms import mail_operator
from flows.alone import alone, parser
from flows.artifacts import Progress, show_night
from flows.crawling import Landed, Report, Scope, crawl_and_land
from flows.driving import as_task
from flows.events import ItemsLanded, ItemsLoaded, emit
from flows.load import load_and_tell
from flows.naming import nightly_name
from flows.nights import is_due, last_night, night_of
from flows.parameters import scope_of, settings_of
from flows.settings import Settings
from flows.steps import Loads
from flows.summary import Summary, with_counts
from stories.visit import Visit

R = TypeVar("R")
WAIT = 600.0  # seconds for another round to end: nobody waits at a terminal


@flow(
    name="crawl",
    flow_run_name=nightly_name,
    persist_result=False,
    on_failure=[mail_operator],
    on_crashed=[mail_operator],
)
def crawl(  # noqa: PLR0913, PLR0917 - what an operator can set for a run
    sources: list[str] | None = None,
    shard: int | None = None,
    shards: int | None = None,
    only_if_missed: bool = False,
    then_load: bool = True,
    home: str | None = None,
    organisations: str | None = None,
    allow_hosts: list[str] | None = None,
    now: str | None = None,
) -> dict[str, Any]:
    """Visit sources, read what is new, land and load it. Emits kooste.items.loaded (or kooste.items.landed).

    Args:
        sources: Names such as soste/news, to visit these now and no others.
        shard: Which part of the sources to visit, from 0; a host's sources are all in one part.
        shards: How many parts there are.
        only_if_missed: Do nothing where a whole night has been run since the last 02:15.
        then_load: Load what has landed, in the same run; otherwise the load is another run's, waked by the event.
        home: Directory of all state (KOOSTE_HOME, else ./var).
        organisations: Registry directory (KOOSTE_ORGANISATIONS, else the one shipped).
        allow_hosts: host:port names to open beside the public internet.
        now: The instant that the round is for (default: this one).
    """
    settings = settings_of(home, organisations, allow_hosts, now)
    scope = scope_of(sources, shard, shards)
    if only_if_missed and not is_due(settings.home, settings.now, wait=WAIT, shard=scope.shard):
        get_run_logger().info("nothing to do: the night has been run, or is under way")
        return {"skipped": True}
    with _noted(settings, scope) as note:
        landed = _round(settings, scope)
        loads = load_and_tell(settings) if then_load else Loads()
        if not loads.batches:
            # The plan may have loaded what others landed; else nobody would be waked to link it.
            early = landed.earlier
            emit(ItemsLoaded(batches=len(early.batches), new=early.new, changed=early.changed))
        summary = Summary(now=settings.now.isoformat(), sources=with_counts(landed.rows, loads.batches))
        note.update(summary.as_json())
        show_night(summary.sources, night_of(settings.now), f"{landed.read} articles read, {summary.failing} failing")
        loads.demand_whole()
    counts = {"batches": len(landed.batches), "read": landed.read, "sources": len(landed.rows)}
    if not then_load:
        emit(ItemsLanded(**counts, failing=landed.failing))
    return counts | {"skipped": False, "failing": landed.failing, "new": summary.new}


def _noted(settings: Settings, scope: Scope) -> AbstractContextManager[dict[str, Any]]:
    """What is said of the last night is not said of a visit to one source."""
    return last_night(settings.home) if scope.is_whole else nullcontext({})


def _round(settings: Settings, scope: Scope) -> Landed:
    report, drive = watched()
    return crawl_and_land(settings, scope, report=report, drive=drive, wait=WAIT)


def watched(report: Report | None = None) -> tuple[Report, Any]:
    """A report and a driver that show progress, and put failing sources into the run's log."""
    logger, progress, heard = get_run_logger(), Progress(), report or Report()

    def planned(total: int) -> None:
        progress.planned(total)
        heard.planned(total)

    def visited(visit: Visit) -> None:
        progress.visited(visit)
        heard.visited(visit)
        if visit.outcome == "failed":
            logger.warning("%s: %s", visit.source, visit.error)

    def drive(name: str, step: Callable[[], R], /) -> R:
        done = as_task(name, step)
        progress.show()
        return done

    return Report(step=heard.step, planned=planned, visited=visited), drive


def _alone(settings: Settings, told: Namespace) -> str:
    landed = crawl_and_land(settings, scope_of(told.source, told.shard, told.shards))
    return f"{len(landed.rows)} sources, {landed.read} articles read, {landed.failing} failing; landed, not yet loaded"


if __name__ == "__main__":
    options = parser("flows.crawl", "Visit sources and land what is new; `python -m flows.load` loads it.")
    options.add_argument("--source", action="append", metavar="NAME", help="only this source, such as soste/news")
    options.add_argument("--shard", type=int, help="only this part of the sources, counted from 0")
    options.add_argument("--shards", type=int, help="how many parts there are")
    alone(options, _alone)
