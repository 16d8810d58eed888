"""Keeps a small installation running: the Prefect server, and the process that carries out its runs.

This is `kooste up --foreground`: what ends is started again, and what was started here is ended here.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from flows.processes import Kept, end, kept, ours
from flows.record import Up, forget_up, write_up
from flows.schedule import DEPLOYMENTS, ROOT
from flows.server import ServerSilent, is_healthy, served_since
from flows.settings import Settings
from flows.surroundings import HOST, drain, environment, log, notify
from warehouse.home import Home

STARTING: Final = 300.0  # seconds a server may take to answer the first time: it makes its database
PATIENCE: Final = 20.0  # seconds that a process is given to end by itself
STRAYS: Final = 3.0  # and that what it has left behind is given
_LONGEST_PAUSE: Final = 60.0
_STEADY: Final = 300.0  # seconds after which an earlier end is forgotten
_LOOK: Final = 0.5


class NotStarted(Exception):
    """What should run does not; the message is one clear line."""


Say = Callable[[str], None]


@dataclass(slots=True)
class _Child:
    """One process that is kept running: how it is started, and how often that was needed lately."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    ends: int = 0


@dataclass(slots=True)
class Keeper:
    """What `keep` works with: the home, the server's address, and where lines for the operator go."""

    settings: Settings
    port: int
    mark: str
    say: Say
    echo: bool = False
    commands: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)
    children: list[_Child] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.commands = self.commands or programs(self.port)

    @property
    def home(self) -> Home:
        """Where everything lies."""
        return self.settings.home

    @property
    def url(self) -> str:
        """The address of the server's API."""
        return f"http://{HOST}:{self.port}/api"


def programs(port: int) -> dict[str, list[str]]:
    """How Prefect's server and the process of our runs are started."""
    python = sys.executable
    return {
        "server": [python, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)],
        "runs": [python, "-m", "flows.serving"],
    }


def keep(keeper: Keeper) -> None:
    """Runs until told to stop (SIGTERM, SIGINT, or `keeper.stop`), and leaves nothing running behind.

    Raises NotStarted when the server or the runs do not come up the first time.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: keeper.stop.set())
    try:
        _start(keeper)
        while not keeper.stop.wait(_LOOK):
            for child in keeper.children:
                _revive(keeper, child)
    finally:
        _end_all(keeper)


def _start(keeper: Keeper) -> None:
    server, runs = (_Child(name, keeper.commands[name]) for name in ("server", "runs"))
    _note(keeper)
    _begin(keeper, server)
    _await(keeper, lambda: is_healthy(keeper.url), "the Prefect server")
    since = datetime.now(UTC)
    _begin(keeper, runs)
    _await(keeper, lambda: _is_served(keeper.url, since), "the deployments")
    if not keeper.stop.is_set():
        _note(keeper, is_ready=True)
        notify("READY=1")
        keeper.say(f"ready: {keeper.url.removesuffix('/api')}")


def _await(keeper: Keeper, is_there: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + STARTING
    while not keeper.stop.wait(_LOOK) and not is_there():
        ended = next((one for one in keeper.children if one.process and one.process.poll() is not None), None)
        if ended or time.monotonic() > deadline:
            why = f"{ended.name} ended" if ended else f"not there after {STARTING:.0f} seconds"
            raise NotStarted(f"{what} did not come up: {why}; see {keeper.home.root / 'logs'}")


def _is_served(url: str, since: datetime) -> bool:
    try:
        return set(DEPLOYMENTS) <= served_since(url, since)
    except ServerSilent:
        return False


def _begin(keeper: Keeper, child: _Child) -> None:
    """Starts a process in a session of its own: an interrupt at the terminal reaches the keeper alone."""
    if child not in keeper.children:
        keeper.children.append(child)
    process = subprocess.Popen(  # noqa: S603 - our own programs
        child.command,
        env=environment(keeper.settings, keeper.url, keeper.mark),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    child.process, child.started_at = process, time.monotonic()
    assert process.stdout is not None
    threading.Thread(
        target=drain, args=(process.stdout, log(keeper.home, child.name, echo=keeper.echo)), daemon=True
    ).start()
    _note(keeper, is_ready=bool(child.ends))


def _revive(keeper: Keeper, child: _Child) -> None:
    """Starts a process again that has ended: at once, and later and later when it keeps ending."""
    now = time.monotonic()
    if child.process is not None and child.process.poll() is not None:
        child.ends = 1 if now - child.started_at > _STEADY else child.ends + 1
        pause = min(2.0 ** (child.ends - 1), _LONGEST_PAUSE) if child.ends > 1 else 0.0
        keeper.say(f"{child.name} ended with code {child.process.returncode}; started again in {pause:.0f} seconds")
        child.process, child.due_at = None, now + pause
    if child.process is None and now >= child.due_at:
        _begin(keeper, child)


def _end_all(keeper: Keeper) -> None:
    """Ends the runs before the server, so that they can still say how they ended; then whatever is left."""
    for child in reversed(keeper.children):
        if child.process and child.process.poll() is None:
            child.process.terminate()
            _wait(child.process)
    end(ours(keeper.mark), patience=STRAYS)
    for child in keeper.children:
        if child.process:
            child.process.wait(timeout=10)
    forget_up(keeper.home)


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def _note(keeper: Keeper, *, is_ready: bool = False) -> None:
    running = [child for child in keeper.children if child.process and child.process.poll() is None]
    processes: tuple[Kept, ...] = tuple(kept(child.name, child.process.pid) for child in running if child.process)
    me = kept("keeper", os.getpid())
    write_up(keeper.home, Up(mark=keeper.mark, url=keeper.url, keeper=me, processes=processes, is_ready=is_ready))
