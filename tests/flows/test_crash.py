"""A night that is killed with SIGKILL at any point and run again ends in the same state as an undisturbed one."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from demo.registry import registry
from demo.server import Server
from demo.world import load
from demo.world import night as night_at

ROOT = Path(__file__).parents[2]
KILLS = 10
VIEWS = ("news", "article", "variant", "occasion", "source_health", "digest_issue", "digest_item")
# A few sites of different kinds: with all of them, ten nights would cost the suite its five minutes.
SITES = ("jarjestokatto", "julkaisuportaali", "vanhavirta")


@pytest.mark.timeout(280)
def test_ten_killed_nights_end_like_an_undisturbed_one(tmp_path: Path) -> None:
    organisations = tmp_path / "organisations"
    organisations.mkdir()
    seed = random.SystemRandom().randrange(10**6)
    with Server(load(), now=night_at(7)) as server:
        for name, text in registry(server.port).items():
            if name.removesuffix(".toml") in SITES:
                (organisations / name).write_text(text, encoding="utf-8")
        asked = {
            "root": str(tmp_path),
            "organisations": str(organisations),
            "allow": server.allow,
            "now": night_at(7).isoformat(),
            "kills": KILLS,
            "seed": seed,
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.flows.killed_nights"],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    kills = json.loads(done.stdout)["kills"]
    expected = state(tmp_path / "undisturbed")
    assert len(expected["article"]) > 40
    for kill in kills:
        assert state(tmp_path / kill["home"]) == expected, f"seed {seed}: killed after {kill['after']} s"
    assert sum(not kill["ended"] for kill in kills) >= KILLS - 1, f"seed {seed}: nights had ended before the kill"


def state(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the published views."""
    with closing(duckdb.connect(str(home / "published" / "news.duckdb"), read_only=True)) as connection:
        return {view: connection.execute(f"from {view} order by all").fetchall() for view in VIEWS}
