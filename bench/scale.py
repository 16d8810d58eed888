"""What a night costs as sources grow, and a night in shards over Prefect's workers; a synthetic web on loopback.

    python -m bench.scale --direct 1000 2500 5000 10000             # one process, no Prefect: cost by step
    python -m bench.scale --sources 10000 --shards 4 --workers 2    # PostgreSQL, Prefect, workers, events
    python -m bench.scale --sources 10000 --shards 4 --workers 2 --sqlite

Prints lines of JSON. Every process that it starts is ended by its number, and all files lie in one temporary directory.
PostgreSQL's programs are those of Debian's package; as root they run as the user postgres.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench.postgres import free_port, postgresql, programs
from bench.scale_prefect import Cluster, cluster, night
from flows.stopping import stoppable
from warehouse.home import Home
from warehouse.read import open_snapshot, query

MOST_HOSTS: Final = 5_000  # their names go into one environment variable of 128 KiB at most
NIGHTS: Final = ("2026-11-21T02:15:00+02:00", "2026-11-22T02:15:00+02:00")


@dataclass(frozen=True, slots=True)
class World:
    """The synthetic web and a home that reads it."""

    root: Path
    sources: int
    port: int

    def environment(self, night: int, spacing: float) -> dict[str, str]:
        """What a process must be told to do a night (1, 2) of this world."""
        hosts = (f"h{number}.localhost:{self.port}" for number in range(min(self.sources, MOST_HOSTS)))
        return {
            "KOOSTE_HOME": str(self.root / "home"),
            "KOOSTE_ORGANISATIONS": str(self.root / "organisations"),
            "KOOSTE_ALLOW_HOSTS": ",".join(hosts),
            "KOOSTE_NOW": NIGHTS[night - 1],
            "KOOSTE_SPACING": f"*={spacing:g}",
        }

    def begin(self, night: int) -> None:
        """Sets the web's night, and its count to nothing."""
        self._ask(f"night/{night}")

    def asked(self) -> Any:
        """What the web was asked since the night began."""
        return json.loads(self._ask("asked"))

    def _ask(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}") as answer:
            return bytes(answer.read())

    def register(self) -> None:
        """Writes the registry: an organisation a source."""
        folder = self.root / "organisations"
        folder.mkdir()
        for number in range(self.sources):
            site = f"http://h{number % MOST_HOSTS}.localhost:{self.port}"
            (folder / f"y{number}.toml").write_text(
                f'id = "y{number}"\nkind = "association"\nregion = "FI"\nwebsite = "{site}/{number}/"\n'
                f'[name]\nfi = "Yhdistys {number} ry"\n[[source]]\nid = "news"\nkind = "feed"\n'
                f'url = "{site}/{number}.xml"\n[source.select]\ncontent = "listing"\n',
                encoding="utf-8",
            )


@contextmanager
def world(sources: int) -> Iterator[World]:
    """A web of so many sources, served until this ends."""
    with TemporaryDirectory(prefix="kooste-scale-") as folder:
        command = [sys.executable, "-m", "bench.scale_web", str(sources)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                made = World(Path(folder), sources, int(server.stdout.readline() if server.stdout else 0))
                made.register()
                yield made
            finally:
                server.terminate()


def direct(sources: int, spacing: float) -> Iterator[dict[str, Any]]:
    """Two nights in one process each: every source new, then one in ten with one new article."""
    with world(sources) as made:
        for number in (1, 2):
            made.begin(number)
            start = time.perf_counter()
            told = _told([sys.executable, "-m", "bench.scale_night"], made.environment(number, spacing))
            yield {"night": number, "wall": round(time.perf_counter() - start, 1), "web": made.asked(), **told}


def sharded(asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """A night in shards, then the same night again: what every run took, and whether anything was lost or doubled."""
    with world(asked.sources) as made, ExitStack() as stack:
        environment, services = made.environment(1, asked.spacing), []
        if not asked.sqlite:
            address, pid = stack.enter_context(postgresql(programs()))
            environment["PREFECT_API_DATABASE_CONNECTION_URL"] = address
            services.append(pid)
        limit = -(-asked.shards // asked.workers)
        over = cluster(environment, made.root, port=free_port(), workers=asked.workers, limit=limit)
        running = stack.enter_context(over)
        running.services += services
        for name in ("cold",) if asked.once else ("cold", "again"):
            made.begin(1)
            yield {"night": name} | _night(made, running, asked.shards)


def _night(made: World, running: Cluster, shards: int) -> dict[str, Any]:
    runs = night(running, shards)
    start = min(run["planned"] for run in runs)
    for run in runs:
        run |= {key: round(run[key] - start, 1) for key in ("planned", "began", "ended")}
    locked = (made.root / "server.log").read_text(errors="replace").count("database is locked")
    return {
        "runs": runs,
        "web": made.asked(),
        "snapshot": _snapshot(made),
        "server": {"cpu": round(running.service(), 1), "locked": locked},
    }


def _snapshot(made: World) -> dict[str, int]:
    asked = """
        select count(*), count(distinct article_id), count(distinct url), count(distinct source),
            (select count(*) from source_health where state = 'ok')
        from article
    """
    with open_snapshot(Home(made.root / "home")) as snapshot:
        (row,) = query(snapshot, asked, seconds=60).rows
    return dict(zip(("articles", "ids", "urls", "sources", "healthy"), map(int, row), strict=True))


def _told(command: list[str], environment: Mapping[str, str]) -> Any:
    done = subprocess.run(command, env=os.environ | environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def main() -> None:
    """Prints a line of JSON a night."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--direct", type=int, nargs="+", metavar="SOURCES", help="sizes to do without Prefect")
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sqlite", action="store_true", help="Prefect's own SQLite instead of PostgreSQL")
    parser.add_argument("--once", action="store_true", help="without the second round, which must change nothing")
    parser.add_argument("--spacing", type=float, default=0.0, help="seconds between requests to one host [0]")
    asked = parser.parse_args()
    with stoppable():
        for told in _all(asked):
            print(json.dumps(told), flush=True)


def _all(asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    if not asked.direct:
        yield from sharded(asked)
    for size in asked.direct or ():
        yield from direct(size, asked.spacing)


if __name__ == "__main__":
    main()
