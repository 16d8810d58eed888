"""A night that is killed with SIGKILL at any point and run again ends in the same state as an undisturbed one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.crashes import trial

KILLS = 5  # `python -m bench.crashes` does a hundred


@pytest.mark.timeout(280)
def test_killed_nights_end_like_an_undisturbed_one(tmp_path: Path) -> None:
    """A short run of `python -m bench.crashes`, which kills a hundred."""
    outcome = trial(tmp_path, kills=KILLS, seed=random.SystemRandom().randrange(10**6))
    assert outcome.faults == ()
    assert sum(outcome.kills.values()) == KILLS
    assert outcome.articles > 15
    assert outcome.acknowledged > 0
