"""The flow of the week's letters. By schedule, so that mail never depends on an event; `python -m flows.monday`."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from prefect import flow, get_run_logger

from flows.alarms import mail_operator
from flows.alone import alone, parser
from flows.artifacts import show_letters, show_text
from flows.driving import as_task
from flows.letters import Letter
from flows.naming import letters_name
from flows.parameters import settings_of
from flows.settings import Settings
from flows.weekly import is_night_told, let_wait, waiting, weekly_letters

PREVIEW = 3  # dots in `2026-W47.jarjestot.fi.html`, the letter as it is sent


@flow(
    name="digest",
    flow_run_name=letters_name,
    persist_result=False,
    on_failure=[mail_operator],
    on_crashed=[mail_operator],
)
def digest(
    week: str | None = None,
    audiences: list[str] | None = None,
    wait_for_night: bool = False,
    only_if_waiting: bool = False,
    home: str | None = None,
    now: str | None = None,
) -> dict[str, Any]:
    """Write the letters of one week. Sending them is another flow's, when they are due and approved.

    Args:
        week: ISO week such as 2026-W47 (default: the week that ended last Sunday).
        audiences: Ids of audiences (default: all).
        wait_for_night: Write nothing where the newest night has not been published; `watch` writes them when it is.
        only_if_waiting: Do nothing unless letters wait.
        home: Directory of all state (KOOSTE_HOME, else ./var).
        now: The instant that the letters are for (default: this one).
    """
    settings, logger = settings_of(home, now=now), get_run_logger()
    if only_if_waiting and not (week := waiting(settings.home)):
        logger.info("nothing to do: no letters wait")
        return {"letters": []}
    if wait_for_night and not is_night_told(settings):
        logger.warning("the night has not been published: the letters of %s wait for it", let_wait(settings))
        return {"letters": []}
    written = weekly_letters(settings, week=week, only=audiences or (), drive=as_task)
    show(written)
    return {"letters": [letter.issue.name for letter in written]}


def show(written: list[Letter]) -> None:
    """Links to the letters' previews, and the list of their files."""
    paths = [path for letter in written for path in letter.paths]
    show_letters(path for path in paths if path.suffix == ".html" and path.name.count(".") == PREVIEW)
    show_text("letters", "\n".join(f"- {path}" for path in paths) or "No letter.")


def _alone(settings: Settings, told: Namespace) -> str:
    written = weekly_letters(settings, week=told.week, only=told.audience or ())
    return "\n".join(letter.issue.name for letter in written) or "no letter: the week has no news"


if __name__ == "__main__":
    options = parser("flows.monday", "Write the letters of one week, of every audience.")
    options.add_argument("--week", help="ISO week such as 2026-W47 [the week that ended last Sunday]")
    options.add_argument("--audience", action="append", help="only this audience")
    alone(options, _alone)
