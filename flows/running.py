"""Starting and stopping a small installation: `kooste up` and `kooste down`."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flows.keeping import STARTING, STRAYS, Keeper, NotStarted, Say, keep
from flows.processes import MARK, alive, end, ours
from flows.record import Up, forget_up, only_one, read_up
from flows.settings import Settings
from flows.surroundings import HOST, is_free, log
from warehouse.home import Home

PORT: Final = 4200
_LOOK: Final = 0.5
_KEEPER: Final = 60.0  # seconds that the keeper is given to end what it keeps
_LINES: Final = 400  # characters of a log that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What runs, and whether it ran before we came."""

    up: Up
    was_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """How many processes were ended, how many of them only by force, and the numbers of those that live on."""

    ended: int = 0
    left: tuple[int, ...] = ()


def start(settings: Settings, port: int, say: Say) -> Started:
    """Starts a keeper in the background and waits until everything is ready; does nothing when it is.

    What an earlier keeper has left behind is ended first. Raises NotStarted.
    """
    with only_one(settings.home, "starting") as is_alone:
        if not is_alone:
            raise NotStarted("another `kooste up` is starting at this moment")
        before = read_up(settings.home)
        if before and before.is_alive:
            return Started(up=_ready(settings.home, before.keeper.pid, say), was_up=True)
        _clear(settings.home, before, say)
        _demand_free(port)
        process = _spawn(settings, port)
        try:
            return Started(up=_ready(settings.home, process.pid, say, process), was_up=False)
        except (NotStarted, KeyboardInterrupt):
            stop(settings.home)
            raise


def stay(settings: Settings, port: int, say: Say) -> None:
    """Keeps everything running in this process, until it is told to end; for systemd, containers and terminals.

    Raises NotStarted, also when a keeper runs already.
    """
    with only_one(settings.home, "keeping") as is_alone:
        if not is_alone:
            raise NotStarted("it is up already; `kooste down` stops it")
        _clear(settings.home, read_up(settings.home), say)
        _demand_free(port)
        mark = os.environ.get(MARK) or secrets.token_hex(16)
        # What the keeper itself has to say goes to its own log too: the runs' and the server's are loud.
        own = log(settings.home, "keeper")

        def told(line: str) -> None:
            own.info("%s", line)
            say(line)

        try:
            keep(Keeper(settings=settings, port=port, mark=mark, say=told, echo=MARK not in os.environ))
        except NotStarted as error:
            own.info("%s", error)
            raise


def stop(home: Home) -> Stopped:
    """Ends everything that `kooste up` has started, and looks whether it has ended; nothing runs, nothing is done."""
    up = read_up(home)
    if up is None:
        return Stopped()
    ended = ours(up.mark, (up.keeper, *up.processes))
    keeper = alive(up.keeper)
    if keeper:
        keeper.terminate()
        _wait_for(up)
    left = end(ours(up.mark, (up.keeper, *up.processes)), patience=STRAYS)
    if not left:
        forget_up(home)
    return Stopped(ended=len(ended), left=tuple(process.pid for process in left))


def _wait_for(up: Up) -> None:
    deadline = time.monotonic() + _KEEPER
    while up.is_alive and time.monotonic() < deadline:
        time.sleep(_LOOK / 5)


def _clear(home: Home, before: Up | None, say: Say) -> None:
    """Ends what a keeper that was killed has left behind."""
    strays = ours(before.mark, before.processes) if before else []
    if strays:
        say(f"ending {len(strays)} processes that an earlier `kooste up` left behind")
        left = end(strays, patience=STRAYS)
        if left:
            raise NotStarted(f"processes {_numbers([p.pid for p in left])} of an earlier `kooste up` do not end")
    forget_up(home)


def _demand_free(port: int) -> None:
    if not is_free(port):
        raise NotStarted(f"port {port} of {HOST} is taken by another program; name another one with --port")


def _spawn(settings: Settings, port: int) -> subprocess.Popen[bytes]:
    """The keeper, in a session of its own: it outlives the terminal."""
    doors = [f"{host}:{number}" if ":" not in host else f"[{host}]:{number}" for host, number in settings.doors.named]
    command = [sys.executable, "-c", "from cli.main import main; main()", "up", "--foreground", "--port", str(port)]
    command += ["--home", str(settings.home.root.resolve()), "--organisations", str(settings.organisations.resolve())]
    command += [part for door in doors for part in ("--allow-host", door)]
    return subprocess.Popen(  # noqa: S603 - ourselves
        command,
        env=os.environ | {MARK: secrets.token_hex(16)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _ready(home: Home, keeper: int, say: Say, process: subprocess.Popen[bytes] | None = None) -> Up:
    """Waits until the keeper says that everything is ready."""
    deadline, told = time.monotonic() + 2 * STARTING, 0
    while time.monotonic() < deadline:
        up = read_up(home)
        if up and up.keeper.pid == keeper:
            if up.is_ready:
                return up
            for one in up.processes[told:]:
                say(f"starting {one.name} (process {one.pid}) …")
            told = max(told, len(up.processes))
        if process and process.poll() is not None:
            raise NotStarted(_last_words(home))
        if process is None and not (up and up.is_alive):
            raise NotStarted("what was running has ended this moment; try again")
        time.sleep(_LOOK)
    raise NotStarted(f"not ready after {2 * STARTING:.0f} seconds; see {home.root / 'logs'}")


def _last_words(home: Home) -> str:
    path = home.root / "logs" / "keeper.log"
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        lines = []
    return lines[-1][:_LINES] if lines else f"it ended while it was starting; see {path.parent}"


def _numbers(pids: Sequence[int]) -> str:
    return ", ".join(map(str, pids))
