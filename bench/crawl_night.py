"""One night of ours over the benchmark's feeds, in its own process: crawl, parse, land, load.

    python -m bench.crawl_night HOME FEEDS HOST INSTANT {listing|page}

`listing` promises that the feeds carry whole texts, so that no page is read. Prints one JSON object: CPU seconds
by stage, the items and articles of the night.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows import plan
from flows.crawling import Report, crawl_batch
from flows.settings import Settings
from sources import feeds, guest, item_pages
from sources.items import IN_LISTING
from sources.restraint import Hosts
from stories.model import Organisation, Select, Source
from warehouse import landing
from warehouse.connection import connect
from warehouse.load import load
from warehouse.lock import writer
from warehouse.memory import memories, register


@dataclass(slots=True)
class Clock:
    """CPU seconds by stage; a stage inside another is taken out of it."""

    spent: dict[str, float] = field(default_factory=dict)
    _inner: list[float] = field(default_factory=lambda: [0.0])

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Counts what happens inside for a stage."""
        start = time.process_time()
        self._inner.append(0.0)
        try:
            yield
        finally:
            whole = time.process_time() - start
            self.spent[name] = self.spent.get(name, 0.0) + whole - self._inner.pop()
            self._inner[-1] += whole

    def watch(self, room: Any, name: str, stage: str) -> None:
        """Counts every call of a room's function for a stage."""
        inner: Callable[..., Any] = getattr(room, name)

        def watched(*args: Any, **keywords: Any) -> Any:
            with self.stage(stage):
                return inner(*args, **keywords)

        setattr(room, name, watched)


def organisations(count: int, host: str, content: str | None) -> list[Organisation]:
    """An organisation a feed."""
    return [
        Organisation(
            id=f"jarjesto-{number}",
            kind="association",
            region="FI",
            website=f"http://{host}/{number}/",
            name={"fi": f"Järjestö {number}"},
            sources=(
                Source(
                    name=f"jarjesto-{number}/news",
                    organisation=f"jarjesto-{number}",
                    kind="feed",
                    url=f"http://{host}/{number}.xml",
                    select=Select(content=content),
                ),
            ),
        )
        for number in range(count)
    ]


def night(settings: Settings, registry: Sequence[Organisation], clock: Clock) -> dict[str, Any]:
    """Crawls, lands and loads all sources as a night does; linking and publishing are not the crawl's."""
    items = articles = 0
    with writer(settings.home, wait=1.0), closing(connect(settings.home)) as connection:
        with clock.stage("memory"):
            register(connection, registry)
            remembered = memories(connection, registry)
            listed, hosts = plan.listed(remembered), Hosts()
        for number, batch in enumerate(plan.batches(plan.tasks(registry, remembered))):
            with clock.stage("fetch"):
                outcomes = crawl_batch(settings, batch, listed, hosts, Report())
            with clock.stage("land"):
                landing.land(settings.home, f"{settings.now:%Y%m%dT%H%M%SZ}-{number:03}", outcomes)
            with clock.stage("load"):
                for path in landing.pending(settings.home, connection):
                    load(connection, path)
            failed = [outcome.error for outcome in outcomes if outcome.outcome == "failed"]
            if failed:
                raise SystemExit(f"a feed could not be read: {failed[0]}")
            items += sum(len(outcome.items) for outcome in outcomes)
            articles += sum(len(outcome.articles) for outcome in outcomes)
    return {"items": items, "articles": articles}


def main(home: str, count: str, host: str, now: str, whole_texts_in: str) -> None:
    """Prints what one night took."""
    clock = Clock({"start": time.process_time()})
    for room, name, stage in (
        (feeds, "read_feed", "parse"),
        (item_pages, "article", "judge"),
        (guest, "read_page", "pages"),
    ):
        clock.watch(room, name, stage)
    settings = Settings.of(home=Path(home), organisations=Path(home), allow_hosts=[host], now=now, environment={})
    content = IN_LISTING if whole_texts_in == IN_LISTING else None
    counted = night(settings, organisations(int(count), host, content), clock)
    spent = {name: round(seconds, 3) for name, seconds in clock.spent.items()}
    print(json.dumps({"spent": spent, "all": round(time.process_time(), 3)} | counted))


if __name__ == "__main__":
    main(*sys.argv[1:])
