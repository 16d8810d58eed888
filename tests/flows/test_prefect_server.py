"""A real Prefect server: flows seen through it, then deployments, a worker, and the chain of events from end to end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import psutil
import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.pinging import ping
from flows.schedule import DEPLOYMENTS, SCHEDULE
from tests.flows.small_web import NOW, SmallWeb, small_web
from tests.flows.test_events import jsonschema, schemas
from tests.postbox import Postbox
from tests.web import Answer
from warehouse.read import open_snapshot, query

pytestmark = pytest.mark.timeout(400)
ROOT = Path(__file__).parents[2]
HELSINKI = ZoneInfo("Europe/Helsinki")
PATIENCE = 200.0  # seconds, on a machine that does much else


@dataclass(frozen=True)
class Server:
    """A running server, and the environment of everything that speaks to it."""

    environment: Mapping[str, str]

    def ask(self, path: str, body: object = None) -> Any:
        """What the server's API answers."""
        request = Request(
            f"{self.environment['PREFECT_API_URL']}/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def runs(self, *states: str) -> dict[str, dict[str, Any]]:
        """Flow runs in these states, by name."""
        found = self.ask("flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": list(states)}}}})
        return {run["name"]: run for run in found}

    def artifacts(self) -> dict[str, Any]:
        """What is shown to an operator, by key."""
        return {one["key"]: one["data"] for one in self.ask("artifacts/latest/filter", {})}

    def run(self, *arguments: str) -> None:
        """A command of Prefect's that must succeed."""
        done = subprocess.run(
            [prefect(), *arguments], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallWeb]:
    with small_web(tmp_path_factory.mktemp("web")) as found:
        yield found


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    with Postbox() as found:
        yield found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, web: SmallWeb, postbox: Postbox) -> Iterator[Server]:
    """A server, started once for all tests here."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("prefect")
    environment = os.environ | {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "DO_NOT_TRACK": "1",
        "KOOSTE_SMTP": postbox.place,
        "KOOSTE_OPERATOR": "paivystys@kooste.example",
        "KOOSTE_NOW": NOW.isoformat(),
        **web.environment(),
    }
    found = Server(environment)
    with started(found, home / "server.log", "server", "start", "--host", "127.0.0.1", "--port", str(port)) as process:
        until(lambda: is_healthy(found, process), "the server is up")
        yield found


@pytest.fixture(scope="module")
def deployed(server: Server) -> Server:
    """The server with everything of `prefect.yaml` on it."""
    server.ask(
        "work_pools/", {"name": "kooste", "type": "process"}
    )  # as `prefect work-pool create`, without its seconds
    server.run("--no-prompt", "deploy", "--all")
    return server


@pytest.fixture(scope="module")
def seen(server: Server, web: SmallWeb) -> None:
    """A night with a source that fails, a late run and a catch-up, and a load that fails: runs that the server sees."""
    web.webs["loppu"].answers["/feed.xml"] = Answer(500)
    done = subprocess.run(
        [sys.executable, "-m", "tests.flows.seen"],
        env=server.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    web.publish("loppu", 2)
    assert (done.returncode, done.stdout.split()[-4:]) == (0, ["1", "True", "True", "Unloadable"]), (
        done.stdout + done.stderr
    )


@pytest.mark.usefixtures("seen")
def test_a_night_is_seen_by_its_name_its_tasks_and_its_table_and_a_failing_source_does_not_fail_it(
    server: Server,
) -> None:
    asked = {"flow_runs": {"name": {"any_": ["nightly 2026-11-21"]}}, "flows": {"name": {"any_": ["nightly"]}}}
    (run,) = server.ask("flow_runs/filter", asked)
    assert run["state_type"] == "COMPLETED"
    tasks = server.ask("task_runs/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    names = {task["name"].rpartition("-")[0] for task in tasks}
    assert names == {"plan", "crawl batch 1", "load", "link", "publish"}
    shown = server.artifacts()
    table = json.loads(shown["night"])
    assert [(row["source"], row["state"], row["new"]) for row in table] == [
        ("loppu/news", "failing", 0),
        ("alku/news", "ok", 2),
    ]
    assert table[0]["remark"]
    assert shown["week"].startswith("# 2026-W47")
    assert shown["visits"] == 100


@pytest.mark.usefixtures("seen")
def test_a_step_that_fails_is_mailed_to_the_operator(server: Server, postbox: Postbox) -> None:
    assert "load 2026-11-21" in server.runs("FAILED")
    (letter,) = [one.parsed for one in postbox.got if "failed" in one.parsed["Subject"]]
    assert letter["Subject"] == "Kooste: load 2026-11-21 failed"
    assert "rikki.parquet cannot be loaded" in " ".join(letter.get_content().split())


def test_all_deployments_have_scheduled_runs_at_their_finnish_hours(deployed: Server) -> None:
    names = {one["id"]: one for one in deployed.ask("deployments/filter", {})}
    flows = {one["id"]: one["name"] for one in deployed.ask("flows/filter", {})}
    full = {key: f"{flows[one['flow_id']]}/{one['name']}" for key, one in names.items()}
    assert set(full.values()) == set(DEPLOYMENTS)
    found: dict[str, list[datetime]] = {}

    def planned() -> bool:
        for run in deployed.runs("SCHEDULED").values():
            at = datetime.fromisoformat(run["expected_start_time"]).astimezone(HELSINKI)
            found.setdefault(full[run["deployment_id"]], []).append(at)
        return set(found) >= set(SCHEDULE)

    until(planned, "every schedule has planned runs")
    assert {(at.hour, at.minute) for at in found["crawl/nightly"]} == {(2, 15)}
    assert {(at.hour, at.minute) for at in found["nightly/catch-up"]} == {(5, 0)}
    assert {(at.isoweekday(), at.hour, at.minute) for at in found["digest/monday"]} == {(1, 7, 0)}
    for one in names.values():
        (step,) = one["pull_steps"]
        directory = Path(step["prefect.deployments.steps.set_working_directory"]["directory"])
        assert (directory / one["entrypoint"].partition(":")[0]).is_file()
        described = one["parameter_openapi_schema"]["properties"].values()
        assert all(parameter.get("description") for parameter in described), one["name"]


def test_a_ping_runs_the_whole_chain_until_the_news_is_published(
    deployed: Server, web: SmallWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.publish("alku", 3)
    url = deployed.environment["PREFECT_API_URL"]
    monkeypatch.setenv("PREFECT_API_URL", url)
    with started(deployed, tmp_path / "worker.log", "worker", "start", "--pool", "kooste", "--limit", "2"):
        with temporary_settings({PREFECT_API_URL: url}):
            assert ping(web.settings, "alku/news", through_server=True) is None
        start = time.monotonic()
        until(lambda: "publish 2026-11-21" in deployed.runs("COMPLETED"), "the news is published")
        took = time.monotonic() - start
    assert {"ping alku/news", "link 2026-11-21"} <= set(deployed.runs("COMPLETED"))
    assert took < PATIENCE
    with open_snapshot(web.settings.home) as snapshot:
        told = query(snapshot, "select url from article", seconds=10).rows
    assert (web.webs["alku"].url("/2"),) in told
    events = deployed.ask("events/filter", {"filter": {"event": {"prefix": ["kooste."]}}})["events"]
    told_by = {event["event"] for event in events}
    assert told_by >= {
        "kooste.source.pinged",
        "kooste.items.loaded",
        "kooste.stories.linked",
        "kooste.snapshot.published",
    }
    known = schemas()
    for event in events:
        jsonschema.validate(event["payload"], known[event["event"]])
        assert len(json.dumps(event["payload"])) < 500, "ids and counts"


@contextmanager
def started(server: Server, log: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Prefect's, gone with all its children when this ends: workers do not heed SIGTERM."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [prefect(), *arguments], env=server.environment, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        yield process
    except BaseException:
        sys.stderr.write(log.read_text(errors="replace")[-3000:])
        raise
    finally:
        family = []
        with suppress(psutil.NoSuchProcess):
            family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        process.send_signal(signal.SIGTERM)
        _, alive = psutil.wait_procs(family, timeout=3)
        for one in alive:
            one.kill()
        _, alive = psutil.wait_procs(family, timeout=10)
        assert alive == [], "a stop stops"
        process.wait()


def is_healthy(server: Server, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, "the server has ended"
    try:
        return server.ask("health") is True
    except (URLError, OSError):
        return False


def until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, f"not within {PATIENCE:g} s: {what}"
        time.sleep(0.5)


def prefect() -> str:
    return str(Path(sys.executable).with_name("prefect"))
