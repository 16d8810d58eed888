"""One round of visits at a time: across processes, shards side by side, and free again when its holder dies."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.turn import Shard, turn
from warehouse.home import Home
from warehouse.lock import Locked

ROOT = Path(__file__).parents[2]
HOLDS = """
import sys
from pathlib import Path
from flows.turn import Shard, turn
from warehouse.home import Home
shard = Shard(number=int(sys.argv[2]), of=int(sys.argv[3])) if len(sys.argv) > 2 else None
with turn(Home(Path(sys.argv[1])), wait=0, shard=shard):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@contextmanager
def held(home: Home, *shard: int) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the turn."""
    arguments = [sys.executable, "-c", HOLDS, str(home.root), *map(str, shard)]
    with subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_two_rounds_never_overlap_and_a_dead_one_is_over(home: Home) -> None:
    with held(home) as process:
        with pytest.raises(Locked, match=f"process {process.pid} has been visiting the sources since 20"):
            turn(home, wait=0.2).__enter__()
        with pytest.raises(Locked):
            turn(home, wait=0, shard=Shard(number=0, of=2)).__enter__()
        process.send_signal(signal.SIGKILL)
        with turn(home, wait=10):
            pass


def test_shards_go_side_by_side_each_once_and_not_with_a_whole_night(home: Home) -> None:
    with held(home, 0, 2):
        with turn(home, wait=0, shard=Shard(number=1, of=2)):
            pass
        with pytest.raises(Locked):
            turn(home, wait=0, shard=Shard(number=0, of=2)).__enter__()
        with pytest.raises(Locked):
            turn(home, wait=0).__enter__()


def test_a_host_lives_in_one_shard_for_good() -> None:
    hosts = [f"www.jarjesto{number}.example" for number in range(400)]
    shards = [Shard(number=number, of=4) for number in range(4)]
    parts = [[host for host in hosts if shard.holds(host)] for shard in shards]
    assert sorted(host for part in parts for host in part) == sorted(hosts)
    assert min(map(len, parts)) > 60, "even enough"
    assert [shard.holds("WWW.Soste.FI") for shard in shards] == [shard.holds("www.soste.fi") for shard in shards]
    # Written down, since a night's shards may be run by different versions of Python.
    assert [str(shard) for shard in shards if shard.holds("www.soste.fi")] == ["shard 1 of 4"]


@pytest.mark.parametrize(("number", "of"), [(4, 4), (-1, 4), (0, 0)])
def test_a_shard_that_is_none(number: int, of: int) -> None:
    with pytest.raises(ValueError, match="counted from 0"):
        Shard(number=number, of=of)
