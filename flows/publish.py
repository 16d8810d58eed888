"""The flow that publishes the editors' snapshot; `python -m flows.publish` does the same without a server."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from prefect import flow, get_run_logger

from flows.alarms import mail_operator
from flows.alone import alone, parser
from flows.artifacts import show_text
from flows.driving import as_task
from flows.events import SnapshotPublished, emit
from flows.naming import dated_name
from flows.nights import night_of
from flows.parameters import settings_of
from flows.settings import Settings
from flows.steps import publish_changes
from flows.survey import week_as_markdown
from warehouse.publish import Published


@flow(
    name="publish",
    flow_run_name=dated_name,
    persist_result=False,
    on_failure=[mail_operator],
    on_crashed=[mail_operator],
)
def publish(always: bool = False, home: str | None = None, now: str | None = None) -> dict[str, Any]:
    """Publish the snapshot, if it lacks something that the warehouse knows. Emits kooste.snapshot.published.

    Args:
        always: Publish also when nothing has changed.
        home: Directory of all state (KOOSTE_HOME, else ./var).
        now: The instant that the run is for (default: this one).
    """
    settings = settings_of(home, now=now)
    published = as_task("publish", lambda: publish_changes(settings, always=always))
    if published is None:
        get_run_logger().info("nothing to do: the snapshot tells everything")
        return {"published": False}
    announce(settings, published)
    return {"published": True, "stories": published.stories, "articles": published.articles}


def announce(settings: Settings, published: Published) -> None:
    """Shows the week so far, and tells whoever watches the snapshot."""
    show_text("week", week_as_markdown(settings))
    emit(SnapshotPublished(stories=published.stories, articles=published.articles, night=night_of(settings.now)))


def _alone(settings: Settings, _told: Namespace) -> str:
    published = publish_changes(settings)
    if published is None:
        return "nothing to publish: the snapshot tells everything"
    return f"{published.articles} articles in {published.stories} stories: {published.path}"


if __name__ == "__main__":
    alone(parser("flows.publish", "Publish the snapshot, if it lacks something."), _alone)
