"""A sender that is killed a hundred times: nobody gets two letters, and everybody who is not in doubt gets one."""

from __future__ import annotations

import logging
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.flows.sending_home import ready_home, states
from tests.postbox import Postbox
from warehouse.home import Home

KILLS = 100
READERS = 20
SEED = 20261123

Run = Callable[[Home, str, float], str]


@pytest.fixture
def run() -> Iterator[Run]:
    """Sends in a process of its own and kills it after so many seconds: "killed", or "ended 0" when it was quicker."""
    command = [sys.executable, "-m", "tests.flows.sending_home"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as senders:
        assert senders.stdin is not None
        assert senders.stdout is not None
        say, hear = senders.stdin, senders.stdout

        def asked(home: Home, place: str, seconds: float) -> str:
            say.write(f"{home.root} {place} {seconds}\n")
            say.flush()
            return hear.readline().strip()

        yield asked
        say.close()


@pytest.mark.parametrize("seed", [SEED])
def test_killed_at_a_hundred_random_moments_nobody_gets_two(tmp_path: Path, run: Run, seed: int) -> None:
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    chance = random.Random(seed)
    kills, doubts, doubts_that_arrived = 0, 0, 0
    with Postbox(pause=lambda: chance.uniform(0, 0.003)) as post:
        whole = min(undisturbed(run, tmp_path / str(number), post) for number in "ab")
        for number in range(KILLS):
            if kills >= KILLS:
                break
            post.got.clear()
            home, readers = ready_home(tmp_path / str(number), READERS)
            while (became := run(home, post.place, chance.uniform(0, whole / 2))) == "killed":
                kills += 1
            assert became == "ended 0"
            doubtful, arrived = checked(readers, states(home), post.counts())
            doubts, doubts_that_arrived = doubts + doubtful, doubts_that_arrived + arrived
    print(f"seed {seed}: {kills} kills, {doubts} letters in doubt, {doubts_that_arrived} of them had arrived")  # noqa: T201
    assert kills >= KILLS
    # Kills that never meet a message on its way would prove nothing.
    assert doubts > 0


def undisturbed(run: Run, root: Path, post: Postbox) -> float:
    """The seconds that one sending takes; the first one also waits for its process to start."""
    home, readers = ready_home(root, READERS)
    post.got.clear()
    start = time.monotonic()
    assert run(home, post.place, 60) == "ended 0"
    assert post.counts() == dict.fromkeys(readers, 1)
    return time.monotonic() - start


def checked(readers: list[str], rows: dict[str, str], got: Counter[str]) -> tuple[int, int]:
    """Demands that every row tells the truth; returns how many are in doubt, and how many of these arrived."""
    assert set(rows) == set(readers)
    assert set(rows.values()) <= {"sent", "unknown"}
    assert [reader for reader in readers if got[reader] > 1] == []
    assert [reader for reader, state in rows.items() if state == "sent" and got[reader] != 1] == []
    doubtful = [reader for reader, state in rows.items() if state == "unknown"]
    return len(doubtful), sum(got[reader] for reader in doubtful)
