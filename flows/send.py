"""The flow that sends what is due and approved; `python -m flows.send` does the same without a server.

It is never tried again by Prefect: what may have reached a reader is the outbox's to know.
"""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from prefect import flow, get_run_logger

from flows.alarms import mail_operator
from flows.alone import alone, parser
from flows.artifacts import show_text
from flows.driving import once
from flows.naming import dated_name
from flows.notices import Trouble, tell_troubles
from flows.parameters import settings_of
from flows.settings import Settings


@flow(
    name="send", flow_run_name=dated_name, persist_result=False, on_failure=[mail_operator], on_crashed=[mail_operator]
)
def send(home: str | None = None, now: str | None = None) -> dict[str, Any]:
    """Send the letters that are due and approved, each to a reader once. Does nothing where none is.

    Args:
        home: Directory of all state (KOOSTE_HOME, else ./var).
        now: The instant that the run is for (default: this one).
    """
    from flows.sending import send_due  # noqa: PLC0415

    settings = settings_of(home, now=now)
    report = once("send", lambda: send_due(settings))
    if report.letters:
        show_text("sent", report.markdown)
    # "3 letters in doubt" is the same trouble as "2 letters in doubt".
    waiting = [Trouble(key=said.lstrip("0123456789 "), said=said) for said in report.needs_person]
    failure = once("notice", lambda: tell_troubles(settings, "sending", waiting))
    if failure:
        get_run_logger().warning("the operator was not told: %s", failure)
    return {"sent": report.sent, "stopped": report.stopped}


def _alone(settings: Settings, _told: Namespace) -> str:
    from flows.sending import send_due  # noqa: PLC0415

    report = send_due(settings)
    return report.markdown if report.letters else "nothing is due"


if __name__ == "__main__":
    alone(parser("flows.send", "Send the letters that are due and approved."), _alone)
