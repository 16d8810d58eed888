"""The scaling trial's night in shards: a Prefect server, a work pool, workers, and the chain of events after them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psutil

ROOT: Final = Path(__file__).parents[1]
STEPS: Final = ("crawl/shard", "load/on-landed", "link/on-loaded", "publish/on-linked")
_PATIENCE: Final = 7200.0  # seconds
_QUIET: Final = 12.0  # seconds without a run that is planned or under way: the chain is over
_GONE: Final = (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied)


@dataclass(slots=True)
class Used:
    """What a process has used: CPU seconds, and its most memory in MB."""

    cpu: float = 0.0
    rss: float = 0.0


@dataclass(slots=True)
class Cluster:
    """A server with its workers, and what their processes have used."""

    environment: Mapping[str, str]
    logs: Path
    workers: list[int] = field(default_factory=list)
    services: list[int] = field(default_factory=list)
    used: dict[str, Used] = field(default_factory=dict)

    def ask(self, path: str, body: object = None) -> Any:
        """What the server's API answers."""
        request = urllib.request.Request(
            f"{self.environment['PREFECT_API_URL']}/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def command(self, *arguments: str) -> None:
        """A command of Prefect's that must succeed."""
        done = subprocess.run(
            [prefect(), *arguments], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"prefect {' '.join(arguments)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")

    def submit(self, deployment: str, parameters: Mapping[str, Any]) -> None:
        """Plans a run of a deployment, now."""
        found = self.ask(f"deployments/name/{deployment}")
        self.ask(
            f"deployments/{found['id']}/create_flow_run", {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        )

    def runs(self) -> list[dict[str, Any]]:
        """All runs that were not planned by a schedule, oldest first."""
        asked = {"sort": "EXPECTED_START_TIME_ASC", "flow_runs": {"deployment_id": {"is_null_": False}}}
        return [run for run in self.ask("flow_runs/filter", asked) if not run["auto_scheduled"]]

    def sample(self) -> None:
        """Notes what the runs' processes, the workers and the services have used so far."""
        for pid in self.workers:
            self._note(f"worker {pid}", pid)
            for child in _children(pid):
                with suppress(*_GONE):
                    if run := child.environ().get("PREFECT__FLOW_RUN_ID"):
                        self._note(run, child.pid)
        for pid in self.services:
            for one in (pid, *(child.pid for child in _children(pid))):
                self._note(f"service {one}", one)

    def _note(self, name: str, pid: int) -> None:
        with suppress(*_GONE):
            process, used = psutil.Process(pid), self.used.setdefault(name, Used())
            times = process.cpu_times()
            used.cpu = max(used.cpu, times.user + times.system + times.children_user + times.children_system)
            used.rss = max(used.rss, process.memory_info().rss / 1e6)

    def service(self) -> float:
        """CPU seconds of the server and its database together, our own questions about the runs included."""
        return sum(used.cpu for name, used in self.used.items() if name.startswith("service"))


@contextmanager
def cluster(environment: Mapping[str, str], logs: Path, *, port: int, workers: int, limit: int) -> Iterator[Cluster]:
    """A Prefect server with our chain deployed and workers that poll its pool; all gone when this ends."""
    told = (
        os.environ
        | environment
        | {
            "PREFECT_HOME": str(logs / "prefect"),
            "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_WORKER_QUERY_SECONDS": "2",
            "DO_NOT_TRACK": "1",
        }
    )
    made = Cluster(environment=told, logs=logs)
    with ExitStack() as stack:
        server = stack.enter_context(
            _started(made, "server", "server", "start", "--host", "127.0.0.1", "--port", str(port))
        )
        made.services.append(server.pid)
        until(lambda: _is_healthy(made, server), 180.0)
        made.command("work-pool", "create", "kooste", "--type", "process")
        made.command("--no-prompt", "deploy", *(part for step in STEPS for part in ("--name", step)))
        for number in range(workers):
            name = f"worker-{number}"
            start = ("worker", "start", "--pool", "kooste", "--limit", str(limit), "--name", name)
            made.workers.append(stack.enter_context(_started(made, name, *start)).pid)
        yield made


def night(made: Cluster, shards: int) -> list[dict[str, Any]]:
    """Submits a night's shards, waits until the chain of events is over, and tells of every run."""
    before = {run["id"] for run in made.runs()}
    for number in range(shards):
        made.submit("crawl/shard", {"shard": number, "shards": shards, "then_load": False})
    quiet_since, flows = time.monotonic(), {one["id"]: one["name"] for one in made.ask("flows/filter", {})}
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() - quiet_since < _QUIET:
        time.sleep(0.5)
        made.sample()
        runs = [run for run in made.runs() if run["id"] not in before]
        if any(run["state_type"] in ("SCHEDULED", "PENDING", "RUNNING") for run in runs) or len(runs) <= shards:
            quiet_since = time.monotonic()
        if time.monotonic() > deadline:
            raise TimeoutError(f"not over within {_PATIENCE:g} s: {[run['name'] for run in runs]}")
    return [_row(run, flows[run["flow_id"]], made.used.get(run["id"], Used())) for run in runs]


def _row(run: Mapping[str, Any], flow: str, used: Used) -> dict[str, Any]:
    planned, start, end = (datetime.fromisoformat(run[key]) for key in ("created", "start_time", "end_time"))
    return {
        "flow": flow,
        "shard": run["parameters"].get("shard"),
        "state": run["state_type"],
        "planned": planned.timestamp(),
        "waited": round((start - planned).total_seconds(), 1),
        "began": start.timestamp(),
        "ended": end.timestamp(),
        "wall": round((end - start).total_seconds(), 1),
        "cpu": round(used.cpu, 1),
        "rss": round(used.rss),
    }


@contextmanager
def _started(made: Cluster, name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Prefect's, gone with all its children when this ends: workers do not always heed SIGTERM."""
    with (made.logs / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [prefect(), *arguments], env=made.environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        family = [psutil.Process(process.pid), *_children(process.pid)] if psutil.pid_exists(process.pid) else []
        process.send_signal(signal.SIGTERM)
        _, alive = psutil.wait_procs(family, timeout=5)
        for one in alive:
            one.kill()
        process.wait()


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except _GONE:
        return []


def _is_healthy(made: Cluster, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise RuntimeError((made.logs / "server.log").read_text(errors="replace")[-2000:])
    try:
        return bool(made.ask("health"))
    except (urllib.error.URLError, OSError):
        return False


def until(is_so: Callable[[], bool], patience: float) -> None:
    """Waits until something is so; raises TimeoutError."""
    deadline = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("the server does not answer")
        time.sleep(0.5)


def prefect() -> str:
    """The command of this very environment."""
    return str(Path(sys.executable).with_name("prefect"))
