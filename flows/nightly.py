"""The whole night in one flow run: `flows.night` with every step a task. What `kooste run` does without Prefect."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from prefect import flow, get_run_logger

from flows.alarms import mail_operator
from flows.alone import alone, parser
from flows.artifacts import show_night
from flows.crawl import WAIT, watched
from flows.driving import as_task
from flows.naming import catch_up_name
from flows.night import Report, backlog, night
from flows.nights import is_due, night_of
from flows.parameters import settings_of
from flows.publish import announce
from flows.settings import Settings
from flows.summary import Summary
from warehouse.publish import Published


@flow(
    name="nightly",
    flow_run_name=catch_up_name,
    persist_result=False,
    on_failure=[mail_operator],
    on_crashed=[mail_operator],
)
def nightly(
    only_if_missed: bool = False,
    home: str | None = None,
    organisations: str | None = None,
    allow_hosts: list[str] | None = None,
    now: str | None = None,
) -> dict[str, Any]:
    """Crawl, load, link and publish one night. Emits kooste.snapshot.published.

    Args:
        only_if_missed: Visit nobody where a whole night has been run since the last 02:15; do what is left of it.
        home: Directory of all state (KOOSTE_HOME, else ./var).
        organisations: Registry directory (KOOSTE_ORGANISATIONS, else the one shipped).
        allow_hosts: host:port names to open beside the public internet.
        now: The instant that the night is for (default: this one).
    """
    settings = settings_of(home, organisations, allow_hosts, now)
    if only_if_missed and not is_due(settings.home, settings.now, wait=WAIT):
        return _catch_up(settings)
    summary = run(settings)
    announce(settings, Published(path=settings.home.published, stories=summary.stories, articles=summary.articles))
    return summary.as_json()


def run(settings: Settings, report: Report | None = None) -> Summary:
    """The night inside a flow run: its steps as tasks, failing sources in the run's log, its table as an artifact."""
    heard, drive = watched(report)
    summary = night(settings, report=heard, drive=drive)
    totals = (
        f"{summary.new} new, {summary.changed} changed, {summary.failing} of {len(summary.sources)} sources failing"
    )
    show_night(summary.sources, night_of(settings.now), totals)
    return summary


def _catch_up(settings: Settings) -> dict[str, Any]:
    loads, published = backlog(settings, drive=as_task)
    if published:
        announce(settings, published)
    get_run_logger().info(
        "the night has been run, or is under way; %s", "published what was left" if published else "nothing was left"
    )
    loads.demand_whole()
    return {"skipped": True, "published": published is not None}


def _alone(settings: Settings, told: Namespace) -> str:
    if told.only_if_missed and not is_due(settings.home, settings.now, wait=WAIT):
        loads, published = backlog(settings)
        loads.demand_whole()
        return (
            f"the night has been run, or is under way; {'published what was left' if published else 'nothing was left'}"
        )
    summary = night(settings)
    return f"{summary.new} new, {summary.changed} changed, {summary.failing} sources failing; {summary.snapshot}"


if __name__ == "__main__":
    options = parser("flows.nightly", "Run one night: crawl, load, link, publish.")
    options.add_argument(
        "--only-if-missed", action="store_true", help="visit nobody where a night has been run since the last 02:15"
    )
    alone(options, _alone)
