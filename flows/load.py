"""The flow that loads what has landed; `python -m flows.load` does the same without a server."""

from __future__ import annotations

from argparse import Namespace

from prefect import flow

from flows.alarms import mail_operator
from flows.alone import alone, parser
from flows.driving import as_task
from flows.events import ItemsLoaded, emit
from flows.naming import dated_name
from flows.parameters import settings_of
from flows.settings import Settings
from flows.steps import Loads, load_landed


@flow(
    name="load", flow_run_name=dated_name, persist_result=False, on_failure=[mail_operator], on_crashed=[mail_operator]
)
def load(home: str | None = None, now: str | None = None) -> dict[str, int]:
    """Load every landed batch that the warehouse lacks, one transaction a batch. Emits kooste.items.loaded.

    Args:
        home: Directory of all state (KOOSTE_HOME, else ./var).
        now: The instant that the run is for (default: this one).
    """
    loads = load_and_tell(settings_of(home, now=now))
    loads.demand_whole()
    return {"batches": len(loads.batches), "new": loads.new, "changed": loads.changed}


def load_and_tell(settings: Settings) -> Loads:
    """The step as a task inside a flow run, and the event that it is committed."""
    loads = as_task("load", lambda: load_landed(settings))
    emit(ItemsLoaded(batches=len(loads.batches), new=loads.new, changed=loads.changed))
    return loads


def _said(loads: Loads) -> str:
    return f"{len(loads.batches)} batches loaded: {loads.new} articles new, {loads.changed} changed"


def _alone(settings: Settings, _told: Namespace) -> str:
    loads = load_landed(settings)
    loads.demand_whole()
    return _said(loads)


if __name__ == "__main__":
    alone(parser("flows.load", "Load what has landed; `python -m flows.link` links it."), _alone)
