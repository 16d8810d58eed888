"""Who watches the snapshot: deadlines to come, what needs a person, letters that waited; `health` by itself."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from prefect import flow, get_run_logger

from flows.alarms import mail_operator
from flows.alone import alone, parser
from flows.artifacts import show_text
from flows.driving import as_task, once
from flows.monday import show
from flows.naming import dated_name
from flows.notices import Trouble, tell_troubles
from flows.parameters import settings_of
from flows.settings import Settings
from flows.watching import DAYS, NIGHTS, radar, troubles
from flows.weekly import is_night_told, waiting, weekly_letters


@flow(
    name="watch", flow_run_name=dated_name, persist_result=False, on_failure=[mail_operator], on_crashed=[mail_operator]
)
def watch(
    days: int = DAYS, failing_nights: int = NIGHTS, home: str | None = None, now: str | None = None
) -> dict[str, Any]:
    """Look at a new snapshot; a watcher that fails leaves the others to their work, and fails the run afterwards.

    Args:
        days: How many days ahead deadlines are shown.
        failing_nights: After how many nights without an answer a source needs a person.
        home: Directory of all state (KOOSTE_HOME, else ./var).
        now: The instant that the run is for (default: this one).
    """
    settings = settings_of(home, now=now)
    watchers: dict[str, Callable[[], object]] = {
        "letters": lambda: _waiting_letters(settings),
        "deadlines": lambda: _radar(settings, days),
        "troubles": lambda: _health(settings, failing_nights),
    }
    told, failures = {}, []
    for name, look in watchers.items():
        try:
            told[name] = look()
        except Exception as error:  # one watcher's trouble is not the others'
            get_run_logger().exception("%s", name)
            failures.append(error)
    if failures:
        raise failures[0]
    return told


@flow(
    name="health",
    flow_run_name=dated_name,
    persist_result=False,
    on_failure=[mail_operator],
    on_crashed=[mail_operator],
)
def health(failing_nights: int = NIGHTS, home: str | None = None, now: str | None = None) -> dict[str, Any]:
    """Mail the operator what needs a person: a missed or failed night, sources that do not answer. Once a trouble.

    Args:
        failing_nights: After how many nights without an answer a source needs a person.
        home: Directory of all state (KOOSTE_HOME, else ./var).
        now: The instant that the run is for (default: this one).
    """
    return {"troubles": _health(settings_of(home, now=now), failing_nights)}


def _waiting_letters(settings: Settings) -> list[str]:
    week = waiting(settings.home)
    if not week or not is_night_told(settings):
        return []
    written = weekly_letters(settings, week=week, drive=as_task)
    show(written)
    return [letter.issue.name for letter in written]


def _radar(settings: Settings, days: int) -> str:
    path, text = as_task("deadline radar", lambda: radar(settings, days))
    show_text("deadlines", text)
    return str(path)


def _health(settings: Settings, failing_nights: int) -> list[str]:
    found = as_task("health", lambda: troubles(settings, failing_nights=failing_nights))
    show_text("health", _as_markdown(found))
    failure = once("notice", lambda: tell_troubles(settings, "health", found))
    if failure:
        get_run_logger().warning("the operator was not told: %s", failure)
    return [one.said for one in found]


def _as_markdown(found: list[Trouble]) -> str:
    return "\n".join(f"- {one.said}" for one in found) or "Nothing needs a person."


def _alone(settings: Settings, told: Namespace) -> str:
    path, _ = radar(settings, told.days)
    found = troubles(settings, failing_nights=told.failing_nights)
    failure = tell_troubles(settings, "health", found)
    if failure:
        raise SystemExit(f"kooste: the operator was not told: {failure}; {_as_markdown(found)}")
    return f"{path}\n{_as_markdown(found)}"


if __name__ == "__main__":
    options = parser("flows.watch", "Write the deadlines to come, and mail the operator what needs a person.")
    options.add_argument("--days", type=int, default=DAYS, help=f"how far ahead deadlines are shown [{DAYS}]")
    options.add_argument(
        "--failing-nights", type=int, default=NIGHTS, help=f"after how many a source needs a person [{NIGHTS}]"
    )
    alone(options, _alone)
