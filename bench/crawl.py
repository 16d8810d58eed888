"""CPU seconds of keeping many feeds, beside two feed readers, over a loopback server in its own process.

    python -m bench.crawl [--feeds 200] [--entries 50] [--bytes 3000] [--page-feeds 20] [--reader PYTHON] [--json]

Five nights: cold, every feed answers 304, 200 with the same bytes, 200 with another build date, 200 with one new entry.
Counted is the whole process tree of each program (user and system CPU), its start included; the server's is not.
Ours is counted twice: with whole texts taken from the feeds, and, over the first `--page-feeds` feeds, reading the
page behind every new entry, as it does unless a source says otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench.peers import Peer, cpu_seconds, newsboat, reader

NIGHTS: Final = {
    "cold": "first",
    "all 304": "first",
    "200, same bytes": "same",
    "200, build date": "touched",
    "200, one new each": "newer",
}
_DAYS: Final = {name: f"2026-11-{21 + number}T03:00:00+02:00" for number, name in enumerate(NIGHTS)}


@dataclass(slots=True)
class Row:
    """One program's nights: CPU seconds of the whole tree, and for ours the stages inside."""

    name: str
    feeds: int
    seconds: dict[str, float] = field(default_factory=dict)
    stages: dict[str, Mapping[str, Any]] = field(default_factory=dict)


@contextmanager
def serving(feeds: int, entries: int, size: int) -> Iterator[str]:
    """A feeds server in its own process; gives its host:port."""
    command = [sys.executable, "-m", "bench.feeds_server", str(feeds), str(entries), str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield f"127.0.0.1:{int(server.stdout.readline() if server.stdout else 0)}"
        finally:
            server.terminate()


def ours(home: Path, host: str, feeds: int, *, texts_in: str) -> Row:
    """Our five nights, each in its own process."""
    row = Row(f"Kooste, texts from the {texts_in}s", feeds)

    def update(name: str) -> float:
        command = [sys.executable, "-m", "bench.crawl_night", str(home), str(feeds), host, _DAYS[name], texts_in]
        seconds, printed = cpu_seconds(command, {})
        row.stages[name] = json.loads(printed)
        return seconds

    return _nights(row, host, update)


def peer_row(peer: Peer, host: str, feeds: int) -> Row:
    """A peer's five nights, each in its own process."""
    return _nights(Row(peer.name, feeds), host, lambda _: cpu_seconds(peer.command, peer.environment)[0])


def _nights(row: Row, host: str, update: Callable[[str], float]) -> Row:
    for name, told in NIGHTS.items():
        urllib.request.urlopen(f"http://{host}/night/{told}").close()
        row.seconds[name] = round(update(name), 2)
        print(f"  {row.name}: {name} {row.seconds[name]:.2f} s", file=sys.stderr, flush=True)
    return row


def measured(options: argparse.Namespace) -> Iterator[Row | str]:
    """Every program's row, or the line that says why it has none."""
    with serving(options.feeds, options.entries, options.bytes) as host, TemporaryDirectory() as scratch:
        base, homes = f"http://{host}", Path(scratch)
        for name in ("listing", "page", "peers"):
            (homes / name).mkdir()
        yield ours(homes / "listing", host, options.feeds, texts_in="listing")
        if options.page_feeds:
            yield ours(homes / "page", host, min(options.page_feeds, options.feeds), texts_in="page")
        for peer in (
            reader(homes / "peers", options.feeds, base, options.reader),
            newsboat(homes / "peers", options.feeds, base),
        ):
            yield peer if isinstance(peer, str) else peer_row(peer, host, options.feeds)


def table(rows: list[Row | str]) -> Iterator[str]:
    """The rows as text, then where our time goes."""
    yield f"{'CPU seconds, whole process tree':36}{'feeds':>6}" + "".join(f"{name:>19}" for name in NIGHTS)
    for row in rows:
        if isinstance(row, str):
            yield row
        else:
            yield f"{row.name:36}{row.feeds:>6}" + "".join(f"{row.seconds[name]:>19.2f}" for name in NIGHTS)
    for row in rows:
        if isinstance(row, Row) and row.stages:
            yield f"\n{row.name}: where the CPU seconds go"
            yield from _stages(row)


def _stages(row: Row) -> Iterator[str]:
    names = list(dict.fromkeys(stage for night in row.stages.values() for stage in night["spent"]))
    for stage in names:
        yield f"  {stage:40}" + "".join(f"{row.stages[name]['spent'].get(stage, 0.0):>19.2f}" for name in NIGHTS)
    for count in ("items", "articles"):
        yield f"  {count:40}" + "".join(f"{row.stages[name][count]:>19}" for name in NIGHTS)


def main() -> None:
    """Runs the benchmark and prints its table, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.crawl", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--entries", type=int, default=50)
    parser.add_argument("--bytes", type=int, default=3000)
    parser.add_argument("--page-feeds", type=int, default=20, help="feeds of the run that reads pages; 0 for none")
    parser.add_argument("--reader", default=os.environ.get("READER") or sys.executable, help="a Python that has reader")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = list(measured(options))
    if options.json:
        print(json.dumps([row if isinstance(row, str) else vars_of(row) for row in rows]))
    else:
        print("\n".join(table(rows)))


def vars_of(row: Row) -> dict[str, Any]:
    """A row as JSON knows it."""
    return {"name": row.name, "feeds": row.feeds, "cpu_seconds": row.seconds, "stages": row.stages}


if __name__ == "__main__":
    main()
