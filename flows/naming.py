"""What runs are called in Prefect: by what they are about, as an operator would look for them."""

from __future__ import annotations

from typing import Any

from prefect.runtime import flow_run

from flows.nights import night_of
from flows.parameters import settings_of


def nightly_name() -> str:
    """`nightly 2026-11-21`, with its shard; `ping soste/news` for a round about named sources."""
    parameters = _parameters()
    if parameters.get("sources"):
        return f"ping {', '.join(parameters['sources'])}"
    shard = f", shard {parameters['shard']} of {parameters['shards']}" if parameters.get("shards") else ""
    return f"nightly {_night(parameters)}{shard}"


def catch_up_name() -> str:
    """`catch-up 2026-11-21` for the run that only makes up for what is missing, else `nightly 2026-11-21`."""
    parameters = _parameters()
    kind = "catch-up" if parameters.get("only_if_missed") else "nightly"
    return f"{kind} {_night(parameters)}"


def dated_name() -> str:
    """The flow's name and the local date."""
    return f"{flow_run.flow_name} {_night(_parameters())}"


def letters_name() -> str:
    """`letters 2026-W47`, or the date on which the week before is told."""
    parameters = _parameters()
    return f"letters {parameters.get('week') or _night(parameters)}"


def _night(parameters: dict[str, Any]) -> str:
    return night_of(settings_of(now=parameters.get("now")).now)


def _parameters() -> dict[str, Any]:
    return dict(flow_run.parameters or {})
