"""A night that is killed again and again ends as one that was left in peace."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from stories.visit import Visit
from tests.warehouse.samples import NIGHT, article, everything, home_in, opened, visit
from warehouse.home import Home
from warehouse.landing import land, pending
from warehouse.link import backlog, save
from warehouse.load import load
from warehouse.publish import publish

BATCHES = 8
KILLS = 6


def nights_visits(batch: int) -> list[Visit]:
    """Thirty new texts, ten edited ones of the batch before, one removed."""
    at = NIGHT + timedelta(minutes=batch)
    new = [article(number, seen_at=at) for number in range(batch * 30, batch * 30 + 30)]
    edited = [
        article(number, title=f"Muutettu {number}", seen_at=at)
        for number in range(batch * 30 - 10, batch * 30)
        if number >= 0
    ]
    gone = (f"https://www.soste.fi/uutiset/{batch * 30 - 20}",)
    return [visit(*new, *edited, gone=gone, visited_at=at), visit(source="soste/blog", outcome="failed", visited_at=at)]


def night(home: Home) -> None:
    """Lands, loads, links and publishes whatever has not been, as the nightly flow does."""
    with opened(home) as connection:
        for batch in range(BATCHES):
            land(home, f"b{batch}", nights_visits(batch))
            for path in pending(home, connection):
                load(connection, path)
            say(str(batch))
        waiting = backlog(connection)
        save(
            connection,
            waiting.unlinked,
            [],
            {a.article_id: f"s-{int(a.article_id[1:]) // 2}" for a in waiting.articles},
        )
        publish(connection, home)
    say("done")


def say(word: str) -> None:
    """Tells the watching process how far the night is."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def killed_after(home: Home, seconds: float) -> bool:
    """Runs the night in a process of its own and kills it; False when it was quicker."""
    command = [sys.executable, "-c", "import sys; from tests.warehouse.test_crash import again; again(sys.argv[1])"]
    with subprocess.Popen([*command, str(home.root)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()  # the imports and the first batch are behind
        time.sleep(seconds)
        process.kill()
        return "done" not in process.stdout.read()


def again(root: str) -> None:
    """The killed process's whole work."""
    night(Home(Path(root)))


def shown(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that editors see."""
    with duckdb.connect(str(home.published), read_only=True) as snapshot:
        return {view: snapshot.execute(f"from {view}").fetchall() for view in ("news", "article", "source_health")}


def test_killed_at_any_moment_the_night_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    calm, struck = home_in(tmp_path / "calm"), home_in(tmp_path / "struck")
    start = time.monotonic()
    night(calm)
    whole = time.monotonic() - start
    chance = random.Random(20261120)
    kills = sum(killed_after(struck, chance.uniform(0, whole / 2)) for _ in range(KILLS))
    night(struck)
    assert kills > 0
    assert shown(struck) == shown(calm)
    with opened(struck) as one, opened(calm) as other:
        assert everything(one) == everything(other)
