"""A Prefect server asked over HTTP: importing Prefect itself takes seconds, and a status page has none to spare."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

_TIMEOUT: Final = 5.0  # seconds
_MOST: Final = 200


class ServerSilent(Exception):
    """The server does not answer, or not as a Prefect server does; the message is one clear line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a deployment ("crawl/nightly"): planned, under way or over, at its expected start."""

    deployment: str
    name: str
    state: str
    at: datetime
    said: str = ""


def is_healthy(url: str) -> bool:
    """Whether a server answers at an API's address (http://127.0.0.1:4200/api)."""
    try:
        with urlopen(f"{url}/health", timeout=_TIMEOUT) as answer:  # noqa: S310 - our own http address
            return bool(answer.status == 200)
    except (URLError, OSError, ValueError):
        return False


def deployed(url: str) -> dict[str, str]:
    """The deployments' names ("crawl/nightly") by their ids; raises ServerSilent."""
    flows = {one["id"]: one["name"] for one in _ask(url, "flows/filter", {})}
    return {one["id"]: f"{flows.get(one['flow_id'], '?')}/{one['name']}" for one in _ask(url, "deployments/filter", {})}


def served_since(url: str, since: datetime) -> set[str]:
    """The deployments that a process has announced, or asked for work for, since an instant; raises ServerSilent.

    A server remembers the deployments of a process that ended long ago.
    """
    names = deployed(url)
    told = {one["id"]: (one.get("updated"), one.get("last_polled")) for one in _ask(url, "deployments/filter", {})}
    return {names[i] for i, signs in told.items() if i in names and any(_is_after(sign, since) for sign in signs)}


def _is_after(sign: str | None, since: datetime) -> bool:
    return sign is not None and datetime.fromisoformat(sign) >= since


def coming(url: str) -> list[Run]:
    """The next planned run of each deployment, soonest first; raises ServerSilent."""
    found: dict[str, Run] = {}
    for run in _runs(url, {"type": {"any_": ["SCHEDULED"]}}, "EXPECTED_START_TIME_ASC"):
        found.setdefault(run.deployment, run)
    return list(found.values())


def failed(url: str, since: datetime) -> list[Run]:
    """The runs that failed or crashed since an instant, newest first; raises ServerSilent."""
    found = _runs(url, {"type": {"any_": ["FAILED", "CRASHED"]}}, "EXPECTED_START_TIME_DESC")
    return [run for run in found if run.at >= since]


def _runs(url: str, state: Mapping[str, Any], sort: str) -> list[Run]:
    names = deployed(url)
    asked = {"flow_runs": {"state": state, "deployment_id": {"is_null_": False}}, "sort": sort, "limit": _MOST}
    return [_run(one, names) for one in _ask(url, "flow_runs/filter", asked) if one["deployment_id"] in names]


def _run(told: Mapping[str, Any], names: Mapping[str, str]) -> Run:
    return Run(
        deployment=names[told["deployment_id"]],
        name=str(told["name"]),
        state=str(told["state_name"]),
        at=datetime.fromisoformat(told["expected_start_time"]),
        said=" ".join(str((told.get("state") or {}).get("message") or "").split())[:200],
    )


def _ask(url: str, path: str, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    request = Request(  # noqa: S310 - our own http address
        f"{url}/{path}", data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    try:
        with urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310
            found = json.load(answer)
    except (URLError, OSError, ValueError) as error:
        raise ServerSilent(f"no Prefect server answers at {url}: {error}") from error
    if not isinstance(found, list):
        raise ServerSilent(f"what answers at {url} is no Prefect server")
    return found
