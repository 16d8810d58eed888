"""One night over the scaling trial's web, in its own process and without Prefect: each step's seconds and memory.

    python -m bench.scale_night      (KOOSTE_HOME, KOOSTE_ORGANISATIONS, KOOSTE_ALLOW_HOSTS and KOOSTE_NOW say which)

Prints one JSON object. CPU seconds are this process's and its children's; `rss` is the most memory so far, in MB.
"""

from __future__ import annotations

import json
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flows.crawling import crawl_and_land
from flows.settings import Settings
from flows.steps import link_new, load_landed, publish_changes

R = TypeVar("R")


class Steps:
    """Wall seconds, CPU seconds and memory by step."""

    def __init__(self) -> None:
        self.told: defaultdict[str, dict[str, float]] = defaultdict(lambda: {"wall": 0.0, "cpu": 0.0, "rss": 0.0})

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Counts what happens inside for a step."""
        wall, cpu = time.perf_counter(), _cpu()
        yield
        row = self.told[name]
        row["wall"] = round(row["wall"] + time.perf_counter() - wall, 2)
        row["cpu"] = round(row["cpu"] + _cpu() - cpu, 2)
        row["rss"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)

    def drive(self, name: str, work: Callable[[], R], /) -> R:
        """Runs a step of the crawl; its batches are one step here."""
        with self.step("crawl" if name.startswith("crawl batch") else name):
            return work()


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def night(settings: Settings) -> dict[str, Any]:
    """Runs every step once and tells what each took, what was read, and how large the files are."""
    steps = Steps()
    landed = crawl_and_land(settings, drive=steps.drive)
    with steps.step("load"):
        loads = load_landed(settings)
        loads.demand_whole()
    with steps.step("link"):
        linked = link_new(settings)
    with steps.step("publish"):
        published = publish_changes(settings)
    return {
        "steps": dict(steps.told),
        "sources": len(landed.rows),
        "failing": landed.failing,
        "batches": len(landed.batches),
        "new": loads.new,
        "linked": linked,
        "articles": published.articles if published else None,
        "stories": published.stories if published else None,
        "warehouse_mb": megabytes(settings.home.warehouse.stat().st_size),
        "snapshot_mb": megabytes(settings.home.published.stat().st_size),
        "landing_mb": megabytes(sum(path.stat().st_size for path in settings.home.landing.iterdir())),
        "archive_mb": megabytes(sum(path.stat().st_size for path in settings.home.archive.iterdir())),
    }


def megabytes(size: int) -> float:
    """Bytes as MB, to a tenth."""
    return round(size / 1e6, 1)


if __name__ == "__main__":
    print(json.dumps(night(Settings.of())))
