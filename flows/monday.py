"""The Monday flow: the week's letters. By schedule, so that mail never depends on an event."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.letters import letters
from flows.settings import Settings


@flow(name="monday", flow_run_name="letters {week}", persist_result=False)
def monday(week: str | None = None, home: str | None = None, now: str | None = None) -> list[str]:
    """Write the letters of one week and say where they lie.

    week: ISO week such as 2026-W47 (default: the week that ended last Sunday). home: directory of all state
    (default: $KOOSTE_HOME, else ./var). now: the instant the letters are for.
    """
    settings = Settings.of(home=Path(home) if home else None, now=now)
    written = [str(path) for letter in letters(settings, week=week) for path in letter.paths]
    create_markdown_artifact(key="letters", markdown="\n".join(f"- {path}" for path in written) or "No letter.")
    return written
