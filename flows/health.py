"""What `kooste doctor` looks at: each check is a function that says what it found, and whether a person must act."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from packaging.requirements import Requirement

from digest.relay import RelayError, relay_of
from flows.record import read_up
from flows.schedule import DEPLOYMENTS
from flows.server import ServerSilent, deployed
from flows.settings import Settings
from sources.registry import RegistryError, read_registry
from warehouse.holder import holder
from warehouse.home import Home
from warehouse.snapshot import SnapshotMissing
from warehouse.vitals import SnapshotBroken, vitals

State = Literal["ok", "note", "fault"]
_STALE: Final = timedelta(hours=36)
_TIMEOUT: Final = 5.0  # seconds
_GB: Final = 1_000_000_000
_LEAST_GB: Final = 1.0
_COPIES: Final = 3  # of the warehouse: the draft of a snapshot, its dated copy, and what a night adds


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: `ok`, `note` (nothing to do now) or `fault` (a person must act)."""

    check: str
    state: State
    said: str


def examine(settings: Settings, *, leave_out: Collection[str] = ()) -> Iterator[Finding]:
    """Every check's finding, in the order an operator would look; no lock is taken, and nothing is written for good."""
    checks: dict[str, Callable[[Settings], tuple[State, str]]] = {
        "python": _python,
        "packages": _packages,
        "home": _home,
        "disk": _disk,
        "registry": _registry,
        "writer": _writer,
        "snapshot": _snapshot,
        "freshness": _freshness,
        "prefect": _prefect,
        "mail relay": _relay,
    }
    for name, check in checks.items():
        if name not in leave_out:
            yield Finding(name, *check(settings))


def _python(_: Settings) -> tuple[State, str]:
    return "ok" if sys.version_info >= (3, 11) else "fault", sys.version.partition(" ")[0]


def _packages(_: Settings) -> tuple[State, str]:
    """Whether what is installed is what the project asks for: a wrong FastAPI stops Prefect's schedule silently."""
    wrong = []
    for line in requires("kooste") or ():
        wanted = Requirement(line)
        if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version(wanted.name)
        except PackageNotFoundError:
            wrong.append(f"{wanted.name} is missing")
            continue
        if not wanted.specifier.contains(found, prereleases=True):
            wrong.append(f"{wanted.name} is {found}, wanted {wanted.specifier}")
    if wrong:
        return "fault", f"{'; '.join(wrong)}; install again with -c constraints.txt"
    return "ok", f"kooste {version('kooste')}, prefect {version('prefect')}, duckdb {version('duckdb')}"


def _home(settings: Settings) -> tuple[State, str]:
    root = settings.home.root.resolve()
    place = _existing(root)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return "fault", f"{place}: cannot write there: {error.strerror}"
    return ("ok", str(root)) if place == root else ("note", f"{root} is made by the first `kooste run`")


def _existing(root: Path) -> Path:
    """The home, or the directory in which it will be made."""
    return next((path for path in (root, *root.parents) if path.exists()), root)


def _disk(settings: Settings) -> tuple[State, str]:
    free, wanted = room(settings.home)
    if free >= wanted:
        return "ok", f"{free:.1f} GB free"
    return "fault", (
        f"{free:.1f} GB free, a night may need {wanted:.1f}: make room, or keep less (HOME/retention.toml)"
    )


def room(home: Home) -> tuple[float, float]:
    """GB that are free where the home lies, and GB that a night may need."""
    held = home.warehouse.stat().st_size if home.warehouse.exists() else 0
    free = shutil.disk_usage(_existing(home.root.resolve())).free
    return free / _GB, max(_LEAST_GB, _COPIES * held / _GB)


def _registry(settings: Settings) -> tuple[State, str]:
    try:
        found = read_registry(settings.organisations)
    except RegistryError as error:
        return "fault", str(error)
    return "ok", f"{len(found)} organisations, {sum(len(one.sources) for one in found)} sources"


def _writer(settings: Settings) -> tuple[State, str]:
    found = holder(settings.home.lock)
    if found:
        return "note", f"process {found.pid} has been writing since {found.since:%Y-%m-%d %H:%M:%S} UTC"
    return "ok", "nobody is writing"


def _snapshot(settings: Settings) -> tuple[State, str]:
    try:
        found = vitals(settings.home, now=settings.now, since=settings.now)
    except SnapshotMissing as error:
        return "note", str(error)
    except (SnapshotBroken, OSError) as error:
        return "fault", str(error)
    return "ok", f"{found.stories} stories, {found.articles} articles"


def _freshness(settings: Settings) -> tuple[State, str]:
    try:
        last = vitals(settings.home, now=settings.now, since=settings.now).visited_at
    except (SnapshotMissing, SnapshotBroken, OSError):
        return "note", "no snapshot tells"
    if last is None:
        return "note", "no source has answered yet"
    said = f"newest visit {last:%Y-%m-%d %H:%M} UTC"
    if settings.now - last > _STALE:
        return "fault", f"{said}: more than {_STALE // timedelta(hours=1)} hours ago; `kooste run` makes a night now"
    return "ok", said


def _prefect(settings: Settings) -> tuple[State, str]:
    up = read_up(settings.home)
    if up and not up.is_alive:
        return "fault", "what `kooste up` started has ended without `kooste down`: `kooste up` starts it again"
    url = (up.url if up else os.environ.get("PREFECT_API_URL") or "").rstrip("/")
    if not url:
        return "note", "nothing runs by itself: `kooste up` starts it; `kooste run` does without"
    if urlsplit(url).scheme not in ("http", "https"):
        return "fault", f"PREFECT_API_URL is {url!r}; write it as http://127.0.0.1:4200/api"
    try:
        missing = sorted(set(DEPLOYMENTS) - set(deployed(url).values()))
    except ServerSilent as error:
        is_starting = up is not None and not up.is_ready
        return ("note", f"{url} is starting") if is_starting else ("fault", f"{error}; `kooste up` starts one")
    if missing:
        return (
            "fault",
            f"server at {url} lacks {', '.join(missing)}: `kooste up`, or `prefect --no-prompt deploy --all`",
        )
    return "ok", f"server at {url}, {len(DEPLOYMENTS)} deployments"


def _relay(_: Settings) -> tuple[State, str]:
    try:
        relay = relay_of(os.environ)
    except RelayError as error:
        return "fault", str(error)
    if relay is None:
        return "note", "no relay named (KOOSTE_SMTP=host:port); letters are written, not sent"
    told = replace(relay, timeout=min(relay.timeout, _TIMEOUT)).check()
    place = f"{relay.host}:{relay.port}"
    return ("ok", f"{place} answers") if told.is_sent else ("fault", f"{place}: {told.said}")
