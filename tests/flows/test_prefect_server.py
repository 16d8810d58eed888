"""A real Prefect server takes `prefect.yaml` and plans its runs: imports alone do not catch a broken schedule."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest

ROOT = Path(__file__).parents[2]
HELSINKI = ZoneInfo("Europe/Helsinki")
PATIENCE = 120.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a running server with everything of `prefect.yaml` deployed to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "PREFECT_HOME": str(tmp_path_factory.mktemp("prefect")),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PWD": str(ROOT),
    }
    log = Path(environment["PREFECT_HOME"]) / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [_prefect(), "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            env=environment,
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_healthy(environment, process, log)
        _run(environment, "work-pool", "create", "kooste", "--type", "process", "--overwrite")
        _run(environment, "--no-prompt", "deploy", "--all")
        yield environment
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def test_both_deployments_have_scheduled_runs_at_their_finnish_hours(server: dict[str, str]) -> None:
    runs = _scheduled(server, at_least={"nightly", "monday"})
    nights, mondays = runs["nightly"], runs["monday"]
    assert {(at.hour, at.minute) for at in nights} == {(2, 15)}
    assert {(at.isoweekday(), at.hour, at.minute) for at in mondays} == {(1, 7, 0)}
    assert len(nights) >= 3


def test_the_deployed_flows_can_be_loaded_from_where_they_say(server: dict[str, str]) -> None:
    for deployment in _ask(server, "deployments/filter", {}):
        (step,) = deployment["pull_steps"]
        directory = Path(step["prefect.deployments.steps.set_working_directory"]["directory"])
        assert (directory / deployment["entrypoint"].partition(":")[0]).is_file()


def _scheduled(environment: dict[str, str], *, at_least: set[str]) -> dict[str, list[datetime]]:
    deadline = time.monotonic() + PATIENCE
    names = {one["id"]: one["name"] for one in _ask(environment, "deployments/filter", {})}
    while True:
        found: dict[str, list[datetime]] = {}
        wanted = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
        for run in _ask(environment, "flow_runs/filter", wanted):
            at = datetime.fromisoformat(run["expected_start_time"]).astimezone(HELSINKI)
            found.setdefault(names[run["deployment_id"]], []).append(at)
        if at_least <= set(found):
            return found
        assert time.monotonic() < deadline, f"no scheduled runs but for {sorted(found)}"
        time.sleep(1)


def _wait_until_healthy(environment: dict[str, str], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(f"{environment['PREFECT_API_URL']}/health", timeout=2):
                return
        except (URLError, OSError):
            alive = process.poll() is None and time.monotonic() < deadline
            assert alive, f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}"
            time.sleep(0.5)


def _ask(environment: dict[str, str], path: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    request = Request(
        f"{environment['PREFECT_API_URL']}/{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def _run(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [_prefect(), *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _prefect() -> str:
    return str(Path(sys.executable).with_name("prefect"))
