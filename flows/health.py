"""What `kooste doctor` looks at: each check is a function that says what it found, and whether a person must act."""

from __future__ import annotations

import os
import smtplib
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Literal
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from packaging.requirements import Requirement

from flows.settings import Settings
from sources.registry import RegistryError, read_registry
from warehouse.lock import Locked, writer
from warehouse.read import QueryError, SnapshotMissing, open_snapshot, query

State = Literal["ok", "note", "fault"]
_STALE = timedelta(hours=36)
_TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: `ok`, `note` (nothing to do now) or `fault` (a person must act)."""

    check: str
    state: State
    said: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Every check's finding, in the order an operator would look."""
    checks: dict[str, Callable[[Settings], tuple[State, str]]] = {
        "python": _python,
        "packages": _packages,
        "home": _home,
        "registry": _registry,
        "writer": _writer,
        "snapshot": _snapshot,
        "prefect": _prefect,
        "mail relay": _relay,
    }
    for name, check in checks.items():
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
    try:
        settings.home.prepare()
        with tempfile.TemporaryFile(dir=settings.home.root):
            pass
    except OSError as error:
        return "fault", f"{settings.home.root}: cannot write there: {error.strerror}"
    return "ok", str(settings.home.root.resolve())


def _registry(settings: Settings) -> tuple[State, str]:
    try:
        found = read_registry(settings.organisations)
    except RegistryError as error:
        return "fault", str(error)
    return "ok", f"{len(found)} organisations, {sum(len(one.sources) for one in found)} sources"


def _writer(settings: Settings) -> tuple[State, str]:
    try:
        with writer(settings.home, wait=0):
            return "ok", "nobody is writing"
    except Locked as error:
        return "note", str(error)
    except OSError as error:
        return "fault", f"{settings.home.lock}: {error.strerror}"


def _snapshot(settings: Settings) -> tuple[State, str]:
    try:
        with open_snapshot(settings.home) as snapshot:
            counts = query(snapshot, "select count(*), sum(n_articles) from news", seconds=_TIMEOUT).rows
            visits = query(snapshot, "select max(last_success_at) from source_health", seconds=_TIMEOUT).rows
    except SnapshotMissing as error:
        return "note", str(error)
    except (QueryError, OSError) as error:
        return "fault", f"{settings.home.published}: {error}; run `kooste run` to publish again"
    ((stories, articles),), ((last,),) = counts, visits
    if last is None:
        return "note", f"{stories} stories; no source has answered yet"
    is_stale = settings.now - last > _STALE
    said = f"{stories} stories, {articles or 0} articles; newest visit {last:%Y-%m-%d %H:%M}"
    return ("fault", f"{said}: more than {_STALE // timedelta(hours=1)} hours ago") if is_stale else ("ok", said)


def _prefect(_: Settings) -> tuple[State, str]:
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        return "note", "no server named (PREFECT_API_URL); `kooste run` needs none, a schedule does"
    if urlsplit(url).scheme not in ("http", "https"):
        return "fault", f"PREFECT_API_URL is {url!r}; write it as http://127.0.0.1:4200/api"
    try:
        with urlopen(f"{url.rstrip('/')}/health", timeout=_TIMEOUT):  # noqa: S310 - the scheme is checked above
            return "ok", f"server answers at {url}"
    except (URLError, OSError) as error:
        return "fault", f"no server at {url}: {error}; start it with `prefect server start`"


def _relay(_: Settings) -> tuple[State, str]:
    relay = os.environ.get("KOOSTE_SMTP")
    if not relay:
        return "note", "no relay named (KOOSTE_SMTP=host:port); letters are written, not sent"
    host, _colon, port = relay.partition(":")
    try:
        with smtplib.SMTP(host, int(port or 25), timeout=_TIMEOUT) as connection:
            code = connection.noop()[0]
    except (OSError, ValueError, smtplib.SMTPException) as error:
        return "fault", f"{relay}: {error}"
    return ("ok", f"{relay} answers") if code == 250 else ("fault", f"{relay} answers {code}")
