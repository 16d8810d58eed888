"""What happens when a flow run fails: the operator is told, by mail and in the run's log."""

from __future__ import annotations

import logging
from typing import Any

from flows.notices import tell_operator
from flows.parameters import settings_of

_log = logging.getLogger("prefect.flow_runs")


def mail_operator(flow: Any, flow_run: Any, state: Any) -> None:
    """Prefect's hook of a flow that failed or crashed."""
    parameters = flow_run.parameters or {}
    settings = settings_of(home=parameters.get("home"), now=parameters.get("now"))
    said = " ".join(str(state.message or state.name).split())[:600]
    said += "\n\nRun it again at any time: nothing is lost or doubled."
    text = f"{flow_run.name} ({flow.name}, {state.name}):\n\n{said}\n"
    failure = tell_operator(settings, f"Kooste: {flow_run.name} failed", text)
    if failure:
        _log.warning("the operator was not told: %s", failure)
