"""The nightly flow: `flows.night` with every step a Prefect task, so that an operator sees where a night stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.night import Report, night
from flows.settings import Settings
from flows.summary import Summary
from stories.model import Visit

R = TypeVar("R")


def as_task(name: str, step: Callable[[], R], /) -> R:
    """The driver that runs each step as a task of its own; our own state makes retries and caches needless.

    A step takes no parameters: Prefect would walk through every article in them, and keep the warehouse open.
    """
    return task(name=name, cache_policy=NO_CACHE, persist_result=False)(step)()


@flow(name="nightly", flow_run_name="nightly {now}", log_prints=False, persist_result=False)
def nightly(
    home: str | None = None,
    organisations: str | None = None,
    allow_hosts: list[str] | None = None,
    now: str | None = None,
) -> dict[str, Any]:
    """Crawl, extract, detect, link, load and publish one night.

    home: directory of all state (default: $KOOSTE_HOME, else ./var). organisations: registry directory.
    allow_hosts: host:port names to open beside the public internet. now: the instant the night is for.
    """
    settings = Settings.of(
        home=Path(home) if home else None,
        organisations=Path(organisations) if organisations else None,
        allow_hosts=allow_hosts or (),
        now=now,
    )
    return run(settings).as_json()


def run(settings: Settings, report: Report | None = None) -> Summary:
    """The night inside a flow run: its steps as tasks, failing sources in the run's log."""
    logger = get_run_logger()

    def visited(visit: Visit) -> None:
        if visit.outcome == "failed":
            logger.warning("%s: %s", visit.source, visit.error)
        if report:
            report.visited(visit)

    told = Report(
        step=report.step if report else lambda _: None,
        planned=report.planned if report else lambda _: None,
        visited=visited,
    )
    return night(settings, report=told, drive=as_task)
