"""The flow that links versions of one news; `python -m flows.link` does the same without a server."""

from __future__ import annotations

from argparse import Namespace

from prefect import flow

from flows.alarms import mail_operator
from flows.alone import alone, parser
from flows.driving import as_task
from flows.events import StoriesLinked, emit
from flows.naming import dated_name
from flows.parameters import settings_of
from flows.settings import Settings
from flows.steps import link_new


@flow(
    name="link", flow_run_name=dated_name, persist_result=False, on_failure=[mail_operator], on_crashed=[mail_operator]
)
def link(home: str | None = None, now: str | None = None) -> dict[str, int]:
    """Link articles that are new, changed or decided about. Emits kooste.stories.linked.

    Args:
        home: Directory of all state (KOOSTE_HOME, else ./var).
        now: The instant that the run is for (default: this one).
    """
    settings = settings_of(home, now=now)
    articles = as_task("link", lambda: link_new(settings))
    emit(StoriesLinked(articles=articles))
    return {"articles": articles}


def _alone(settings: Settings, _told: Namespace) -> str:
    return f"{link_new(settings)} articles linked"


if __name__ == "__main__":
    alone(parser("flows.link", "Link what is new; `python -m flows.publish` publishes it."), _alone)
