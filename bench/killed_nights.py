"""Runs nights in forked children and kills them: `python -m bench.killed_nights` reads JSON on stdin.

The other half of bench.crashes. Everything heavy is imported and warmed once, before the forks, so that a kill falls
into the night and not into imports.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeVar

import duckdb

from flows import crawling
from flows.night import night
from flows.settings import Settings
from flows.steps import Loads
from warehouse.home import Home
from warehouse.landed import landed_batches, read_batch
from warehouse.publish import Published, verify

R = TypeVar("R")

STEPS: Final = ("crawl", "landing", "load", "link", "publish")
AGAIN: Final = 0.7  # how often the night after a killed one is killed, too
EARLY: Final = 0.8  # of a step's usual length: a kill takes a moment to arrive
PATIENCE: Final = 120.0  # seconds


@dataclass(slots=True)
class Told:
    """What a night said before it ended: the steps it came to, when, and what it acknowledged."""

    steps: list[tuple[str, float]] = field(default_factory=list)
    acknowledged: list[tuple[str, str, int]] = field(default_factory=list)
    is_killed: bool = False

    @property
    def step(self) -> str:
        """Where it was last."""
        return self.steps[-1][0] if self.steps else "crawl"


class _Voice:
    """A child's: one short line a write, so that no line is ever heard in part."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def say(self, *words: object) -> None:
        os.write(self._pipe, (" ".join(map(str, words)) + "\n").encode())

    def drive(self, name: str, step: Callable[[], R], /) -> R:
        """The night's driver: says where it is and what it has done."""
        self.say("at", name if name in STEPS else "crawl")
        done = step()
        if isinstance(done, Loads):
            for batch in done.batches:
                self.say("ack", "loaded", batch.batch, batch.new)
        elif isinstance(done, Published):
            self.say("ack", "published", "snapshot", done.articles)
        return done

    def over_landing(self, room: Any, name: str) -> None:
        """Says so when a room lays down a batch."""
        land: Callable[..., Path] = getattr(room, name)

        def told(home: Home, batch: str, visits: Sequence[Any]) -> Path:
            self.say("at", "landing")
            path = land(home, batch, visits)
            self.say("ack", "landed", path.stem, len(visits) + sum(len(visit.articles) for visit in visits))
            self.say("at", "crawl")
            return path

        setattr(room, name, told)


def run(settings: Settings, *, kill: tuple[str, float] | None = None) -> Told:
    """One night in a child; with `kill`, killed so many seconds after it came to that step."""
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ear)
        _child(settings, mouth)
    os.close(mouth)
    told = _heard(ear, child, kill)
    os.close(ear)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise SystemExit(f"a night failed by itself in {settings.home.root}")
    told.is_killed = os.WIFSIGNALED(status)
    return told


def _child(settings: Settings, mouth: int) -> None:
    voice = _Voice(mouth)
    try:
        voice.over_landing(crawling, "land")
        night(settings, drive=voice.drive)
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        os._exit(1)
    os._exit(0)


def _heard(ear: int, child: int, kill: tuple[str, float] | None) -> Told:
    """Listens until the child is silent, and kills it in time. What it said before it died is still in the pipe."""
    told, rest, due = Told(), b"", time.monotonic() + PATIENCE
    while True:
        if not select.select([ear], [], [], max(due - time.monotonic(), 0))[0]:
            os.kill(child, signal.SIGKILL)
            due = time.monotonic() + PATIENCE
            continue
        if not (said := os.read(ear, 65536)):
            return told
        *lines, rest = (rest + said).split(b"\n")
        for line in lines:
            _note(told, line.decode().split())
            if kill and told.steps and told.steps[-1][0] == kill[0]:
                due = min(due, told.steps[-1][1] + kill[1])


def _note(told: Told, words: list[str]) -> None:
    if words[0] == "at":
        told.steps.append((words[1], time.monotonic()))
    else:
        told.acknowledged.append((words[1], words[2], int(words[3])))


def lengths(told: Told, ended: float) -> dict[str, float]:
    """Seconds that each step took, the longest where it came more than once."""
    moments = [*told.steps, ("end", ended)]
    spent: dict[str, float] = {}
    for (step, start), (_, end) in pairwise(moments):
        spent[step] = max(spent.get(step, 0.0), end - start)
    return spent


def missing(home: Home, acknowledged: Sequence[tuple[str, str, int]]) -> list[str]:
    """What a night had said to be done and is not, and what was done twice; raises where a file does not open."""
    loaded, doubled = ledger(home)
    shown = verify(home.published)[1] if home.published.exists() else 0
    landed = {path.stem: path for path in landed_batches(home)}
    faults = [f"{address} stands there twice" for address in doubled]
    for what, name, rows in acknowledged:
        if what == "landed" and (found := _rows(home, landed.get(name))) != rows:
            faults.append(f"batch {name}: {found} of {rows} rows")
        elif what == "loaded" and name not in loaded:
            faults.append(f"batch {name} was loaded and is not")
        elif what == "published" and shown < rows:
            faults.append(f"{rows} articles were published, {shown} are")
    return faults


def _rows(home: Home, path: Path | None) -> int:
    batch = read_batch(home, path) if path else None
    return len(batch.visits) + sum(len(visit.articles) for visit in batch.visits) if batch and batch.has_archive else 0


def ledger(home: Home) -> tuple[set[str], list[str]]:
    """The batches that are loaded, and addresses with several articles; read-only: the log stays for the next night."""
    if not home.warehouse.exists():
        return set(), []
    with closing(duckdb.connect(str(home.warehouse), read_only=True)) as connection:
        known = "select 1 from duckdb_tables() where schema_name = 'core' and table_name = 'batch'"
        if not connection.execute(known).fetchall():
            return set(), []
        doubled = connection.execute("select url from core.article group by url having count(*) > 1").fetchall()
        loaded = connection.execute("select batch from core.batch").fetchall()
        return {name for (name,) in loaded}, [url for (url,) in doubled]


def drafts(home: Home) -> list[str]:
    """The rooms in which a kill left a half-written file."""
    return [path.parent.name for path in sorted(home.root.rglob(".*.tmp"))]


@dataclass(slots=True)
class Trial:
    """Kills so far, with what they left behind, and what went wrong."""

    settings: Callable[[str], Settings]
    chance: random.Random
    usual: dict[str, float]
    wanted: int
    kills: list[dict[str, Any]] = field(default_factory=list)
    homes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    acknowledged: int = 0

    def home(self) -> None:
        """A home whose night is killed, perhaps again and again, and then run to its end."""
        name = f"killed-{len(self.homes)}"
        self.homes.append(name)
        here, said = self.settings(name), Told()
        while len(self.kills) < self.wanted and self._killed(here, said):
            if self.chance.random() > AGAIN:
                break
        run(here)
        self.faults += [f"{name}, at its end: {fault}" for fault in missing(here.home, said.acknowledged)]
        self.acknowledged += sum(rows for _, _, rows in said.acknowledged)

    def _killed(self, here: Settings, said: Told) -> bool:
        step = STEPS[len(self.kills) % len(STEPS)]
        told = run(here, kill=(step, self.chance.uniform(0, EARLY * self.usual[step])))
        said.acknowledged += told.acknowledged
        where = f"{self.homes[-1]}, killed in {told.step}"
        self.faults += [f"{where}: {fault}" for fault in missing(here.home, said.acknowledged)]
        if told.is_killed:
            self.kills.append({"home": self.homes[-1], "step": told.step, "drafts": drafts(here.home)})
            with (here.home.root.parent / "kills.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(self.kills[-1]) + "\n")
        return told.is_killed


def main() -> None:
    """One undisturbed night, then as many kills as asked."""
    asked = json.load(sys.stdin)

    def settings(name: str) -> Settings:
        return Settings.of(
            home=Path(asked["root"]) / name,
            organisations=Path(asked["organisations"]),
            allow_hosts=asked["allow"],
            now=asked["now"],
            environment={},
        )

    night(settings("warm-up"))
    usual = lengths(run(settings("undisturbed")), time.monotonic())
    trial = Trial(settings=settings, chance=random.Random(asked["seed"]), usual=usual, wanted=asked["kills"])
    while len(trial.kills) < trial.wanted:
        trial.home()
    told = {name: getattr(trial, name) for name in ("kills", "homes", "faults", "acknowledged")}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
