"""What `kooste up` keeps running, with real processes that stand in for Prefect's: started, revived, ended to the last."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from flows import running
from flows.keeping import NotStarted
from flows.processes import MARK, Kept, alive, end, kept, ours
from flows.record import Up, only_one, read_up, write_up
from flows.running import Stopped, start, stop
from flows.settings import Settings
from flows.surroundings import environment, is_free
from warehouse.home import Home

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0

# A server that answers as Prefect's does, and remembers the deployments of another day until somebody says "at work";
# it has a child of its own, which is stubborn.
SERVER = """
import datetime, json, signal, subprocess, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from flows.schedule import DEPLOYMENTS
subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"])
flows = sorted({name.partition("/")[0] for name in DEPLOYMENTS})
told = {"/api/flows/filter": [{"id": name, "name": name} for name in flows], "/api/deployments/filter": [
    {"id": name, "flow_id": name.partition("/")[0], "name": name.partition("/")[2], "updated": "2026-01-01T00:00:00Z"}
    for name in DEPLOYMENTS]}
class Handler(BaseHTTPRequestHandler):
    def do_GET(self): self.say(b"true")
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/api/at-work":
            for one in told["/api/deployments/filter"]:
                one["last_polled"] = datetime.datetime.now(datetime.UTC).isoformat()
        self.say(json.dumps(told.get(self.path, [])).encode())
    def say(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
KEEPER = """
import sys
from pathlib import Path
from flows import keeping
from flows.keeping import Keeper, keep
from flows.settings import Settings
keeping.PATIENCE, keeping.STRAYS = 2.0, 0.2
home, port, mark, *runs = sys.argv[1:]
commands = {"server": [sys.executable, home + "/server.py", port], "runs": [sys.executable, "-c", runs[0]]}
keep(Keeper(settings=Settings.of(home=Path(home)), port=int(port), mark=mark, say=print, commands=commands))
"""
RUNS = """
import os, time, urllib.request
urllib.request.urlopen(os.environ["PREFECT_API_URL"] + "/at-work", data=b"{}").close()
print("at work", flush=True)
time.sleep(600)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(is_so: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


class Watched:
    """A keeper in a process of its own."""

    def __init__(self, root: Path, runs: str = RUNS) -> None:
        (root / "server.py").write_text(SERVER)
        self.home, self.mark = Home(root), f"test-{os.getpid()}-{root.name}"
        self.process = subprocess.Popen(
            [sys.executable, "-c", KEEPER, str(root), str(free_port()), self.mark, runs],
            env=os.environ | {MARK: self.mark, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @property
    def up(self) -> Up | None:
        return read_up(self.home)

    @property
    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.process.stdout and self.process.stdout.read()
        return self.up is not None and self.up.is_ready

    def child(self, name: str) -> psutil.Process:
        assert self.up is not None
        found = next((process for one in self.up.processes if one.name == name and (process := alive(one))), None)
        assert found is not None
        return found


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Watched]:
    found = Watched(tmp_path)
    yield found
    end(ours(found.mark), patience=0.1)
    found.process.wait(10)
    assert found.process.stdout is not None
    found.process.stdout.close()


def test_everything_comes_up_is_revived_and_ends_to_the_last_process(keeper: Watched) -> None:
    until(lambda: keeper.is_ready, "never ready")
    first = keeper.child("runs")
    assert first.environ()["PREFECT_HOME"] == str(keeper.home.root / "prefect")
    first.kill()
    until(
        lambda: keeper.up and any(one.name == "runs" and one.pid != first.pid for one in keeper.up.processes),
        "not revived",
    )
    assert keeper.is_ready
    everything = ours(keeper.mark)
    assert len(everything) == 4  # the keeper, the server and its child, the runs
    assert stop(keeper.home) == Stopped(ended=4)
    assert [process for process in everything if process.is_running() and process.status() != "zombie"] == []
    assert stop(keeper.home) == Stopped()
    assert "at work" in (keeper.home.root / "logs" / "runs.log").read_text()


def test_what_a_killed_keeper_leaves_behind_is_found_and_ended(
    keeper: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(lambda: keeper.is_ready, "never ready")
    keeper.process.kill()
    keeper.process.wait(10)
    assert keeper.up is not None
    assert not keeper.up.is_alive
    monkeypatch.setattr(running, "STRAYS", 0.2)
    assert stop(keeper.home).ended == 3
    assert ours(keeper.mark) == []


def test_a_keeper_whose_runs_do_not_start_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    keeper = Watched(tmp_path, "import sys; sys.exit('no such thing')")
    try:
        said, _ = keeper.process.communicate(timeout=PATIENCE)
    finally:
        end(ours(keeper.mark), patience=0.1)
    assert "runs ended" in said
    assert keeper.process.returncode != 0
    assert ours(keeper.mark) == []
    assert "no such thing" in (tmp_path / "logs" / "runs.log").read_text()


def test_a_stranger_who_has_a_number_of_ours_is_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        past = Kept(name="keeper", pid=stranger.pid, started=kept("x", stranger.pid).started - 3600)
        write_up(home, Up(mark="gone", url="http://127.0.0.1:1/api", keeper=past, processes=(past,), is_ready=True))
        up = read_up(home)
        assert up is not None
        assert not up.is_alive
        assert stop(home) == Stopped()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_process_that_ignores_being_asked_is_made_to_end() -> None:
    stubborn = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(600)",
        ],
        stdout=subprocess.PIPE,
    )
    with stubborn:
        assert stubborn.stdout is not None
        stubborn.stdout.readline()
        assert end([psutil.Process(stubborn.pid)], patience=0.2) == []
        assert not psutil.pid_exists(stubborn.pid)


def test_a_record_that_was_cut_off_is_none(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert read_up(home) is None
    (tmp_path / "run").mkdir()
    for text in ("", "{", "[]", '{"keeper": {}}', '{"mark": 1}', json.dumps({"processes": 3})):
        (tmp_path / "run" / "up.json").write_text(text)
        assert read_up(home) is None


def test_a_port_that_is_taken_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(NotStarted, match=f"port {port} of 127.0.0.1 is taken"):
            start(Settings.of(home=tmp_path, environment={}), port, print)
    assert read_up(Home(tmp_path)) is None


def test_two_who_start_at_once_are_one_and_a_word(tmp_path: Path) -> None:
    settings = Settings.of(home=tmp_path, environment={})
    with only_one(settings.home, "starting") as is_alone:
        assert is_alone
        with pytest.raises(NotStarted, match="another `kooste up` is starting"):
            start(settings, 4200, print)


def test_the_processes_know_our_home_and_nothing_of_another_prefect(tmp_path: Path) -> None:
    settings = Settings.of(home=tmp_path, allow_hosts=["127.0.0.1:8000", "[::1]:81"], environment={})
    outer = {
        "PREFECT_PROFILE": "cloud",
        "PREFECT_API_KEY": "k",
        "PREFECT_API_URL": "https://x",
        "PATH": "/bin",
        "LANG": "C",
    }
    told = environment(settings, "http://127.0.0.1:1/api", "m", outer | {"PREFECT_RUNNER_POLL_FREQUENCY": "9"})
    assert "PREFECT_PROFILE" not in told
    assert "PREFECT_API_KEY" not in told
    assert told["PREFECT_API_URL"] == "http://127.0.0.1:1/api"
    assert told["KOOSTE_ALLOW_HOSTS"] == "127.0.0.1:8000,[::1]:81"
    assert (told["PREFECT_RUNNER_POLL_FREQUENCY"], told["PATH"], told[MARK]) == ("9", "/bin", "m")
