"""Nights that are killed: python -m bench.crashes [--kills 100] [--seed N] [--json].

Nights over a few sites of the sample web are killed with SIGKILL at random moments, the steps taking turns (crawl,
landing, load, link, publish), most of them more than once, and then run to their end. After each kill the snapshot must
open and whatever the night had said to be done must be there; at the end every published row must be that of a night
nobody disturbed.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from demo.registry import registry
from demo.server import Server
from demo.world import load
from demo.world import night as night_at

ROOT: Final = Path(__file__).parents[1]
# Sites of different kinds; with all of the sample web a hundred nights would take hours.
SITES: Final = ("julkaisuportaali", "vanhavirta")
STEPS: Final = ("crawl", "landing", "load", "link", "publish")
VIEWS: Final = (
    "news", "article", "variant", "occasion", "note", "source_health", "organisation", "revision", "digest_issue",
    "digest_item",
)  # fmt: skip
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Kills by the step they hit, drafts they left behind, how many homes, rows acknowledged, and every fault met."""

    kills: Mapping[str, int]
    drafts: Mapping[str, int]
    homes: int
    acknowledged: int
    articles: int
    faults: tuple[str, ...]


def trial(root: Path, *, kills: int, seed: int) -> Outcome:
    """Kills so many nights below `root`; what went wrong is told, not raised."""
    organisations = root / "organisations"
    organisations.mkdir(parents=True)
    with Server(load(), now=night_at(7)) as server:
        for name, text in registry(server.port).items():
            if name.removesuffix(".toml") in SITES:
                (organisations / name).write_text(text, encoding="utf-8")
        asked = {
            "root": str(root), "organisations": str(organisations), "allow": server.allow,
            "now": night_at(7).isoformat(), "kills": kills, "seed": seed,
        }  # fmt: skip
        # A process of its own, because one with threads (this one serves the web) must not fork.
        command = [sys.executable, "-m", "bench.killed_nights"]
        done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"seed {seed}: {done.stderr[-2000:]}")
    return _judged(root, json.loads(done.stdout), seed)


def _judged(root: Path, told: Mapping[str, Any], seed: int) -> Outcome:
    expected, faults = published(root / "undisturbed"), [f"seed {seed}: {fault}" for fault in told["faults"]]
    for name in told["homes"]:
        ended = published(root / name)
        faults += [f"seed {seed}: {name}: {difference}" for difference in differences(expected, ended)]
    return Outcome(
        kills=Counter(kill["step"] for kill in told["kills"]),
        drafts=Counter(draft for kill in told["kills"] for draft in kill["drafts"]),
        homes=len(told["homes"]),
        acknowledged=told["acknowledged"],
        articles=len(expected["article"]),
        faults=tuple(faults),
    )


def published(home: Path) -> Rows:
    """All rows of the published views."""
    with closing(duckdb.connect(str(home / "published" / "news.duckdb"), read_only=True)) as connection:
        return {view: connection.execute(f"from {view} order by all").fetchall() for view in VIEWS}


def differences(expected: Rows, found: Rows) -> list[str]:
    """Which views are not as expected, with the number of rows lost and of rows too many."""
    told = []
    for view, rows in expected.items():
        before, after = Counter(map(repr, rows)), Counter(map(repr, found[view]))
        if before != after:
            lost, added = before - after, after - before
            told.append(f"{view}: {lost.total()} rows lost, {added.total()} too many ({[*lost, *added][0][:200]})")
    return told


def main() -> None:
    """Runs the trial and prints where the kills hit."""
    options = argparse.ArgumentParser(prog="python -m bench.crashes", description=__doc__.partition("\n")[0])
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    told = options.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        outcome = trial(Path(directory), kills=told.kills, seed=told.seed)
    print(f"seed {told.seed}; {outcome.articles} articles a night; {outcome.homes} homes")
    print("\n| killed while in | kills |\n| --- | --- |")
    for step in STEPS:
        print(f"| {step} | {outcome.kills.get(step, 0)} |")
    print(f"\nhalf-written files left behind: {dict(outcome.drafts) or 'none'}")
    print(f"rows acknowledged before a kill: {outcome.acknowledged}; faults: {len(outcome.faults)}")
    for fault in outcome.faults:
        print(f"- {fault}")
    sys.exit(bool(outcome.faults))


if __name__ == "__main__":
    main()
