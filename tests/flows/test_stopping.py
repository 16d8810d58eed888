"""Nights that meet, and nights that are stopped: in processes of their own, over a site that takes its time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.night import night
from flows.nights import nights
from flows.turn import turn
from tests.flows.small_web import NOW, SmallWeb, small_web
from warehouse.lock import writer

ROOT = Path(__file__).parents[2]


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[SmallWeb]:
    """A web whose four pages take two seconds in all, since a host is asked twice a second at most."""
    with small_web(tmp_path, ["hidas"], items=4) as found:
        yield found


def start(web: SmallWeb) -> subprocess.Popen[str]:
    """`kooste run`, which is the night without Prefect."""
    environment = os.environ | web.environment() | {"KOOSTE_SPACING": "*=0.5", "KOOSTE_NOW": NOW.isoformat()}
    command = [str(Path(sys.executable).with_name("kooste")), "run", "--json"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def until_asked(web: SmallWeb, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while len(web.webs["hidas"].asked) < 3:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_second_night_waits_for_the_first_and_asks_for_nothing_again(slow: SmallWeb) -> None:
    first = start(slow)
    until_asked(slow, first)
    second = start(slow)
    (said, fault), (said_too, fault_too) = first.communicate(timeout=120), second.communicate(timeout=120)
    assert (first.returncode, second.returncode) == (0, 0), fault + fault_too
    assert [json.loads(one)["new"] for one in (said, said_too)] == [4, 0]
    pages = [path for path in slow.webs["hidas"].paths() if path.strip("/").isdigit()]
    assert sorted(pages) == ["/0", "/1", "/2", "/3"]
    assert [one.state for one in nights(slow.settings.home)] == ["done", "done"]


def test_a_night_that_is_stopped_lets_go_and_the_next_one_completes_it(slow: SmallWeb) -> None:
    process = start(slow)
    until_asked(slow, process)
    process.send_signal(signal.SIGTERM)
    _, fault = process.communicate(timeout=60)
    assert process.returncode == 1
    assert fault.endswith("kooste: interrupted; run it again, nothing is lost\n")
    assert [one.state for one in nights(slow.settings.home)] == ["stopped"]
    with turn(slow.settings.home, wait=0), writer(slow.settings.home, wait=0):
        pass
    assert night(slow.settings).new == 4
    assert [one.state for one in nights(slow.settings.home)] == ["stopped", "done"]
