"""What an operator sees in Prefect beside the log: tables and texts, kept by key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows.summary import SourceRow
from stories.visit import Visit

_COLUMNS = ("source", "state", "listed", "read", "new", "changed", "gone", "requests")


def show_night(rows: Iterable[SourceRow], night: str, totals: str) -> None:
    """The table of a night by source, what failed first."""
    ordered = sorted(rows, key=lambda row: (row.state != "failing", row.source))
    table = [{name: getattr(row, name) for name in _COLUMNS} | {"remark": _remark(row)} for row in ordered]
    create_table_artifact(key="night", table=table, description=f"{night}: {totals}")


def show_text(key: str, markdown: str) -> None:
    """A text under its key."""
    create_markdown_artifact(key=key, markdown=markdown)


def show_letters(paths: Iterable[Path]) -> None:
    """A link to each letter's preview, by audience and language."""
    for path in paths:
        week, audience, language = path.stem.split(".", 2)
        key = f"letter-{audience}-{language}".replace("+", "-").lower()
        create_link_artifact(key=key, link=path.resolve().as_uri(), link_text=f"{week}, {audience}, {language}")


@dataclass(slots=True)
class Progress:
    """How far the visits are, in per cent; written a hundred times at most, since each costs the server a request."""

    total: int = 0
    done: int = 0
    shown: int = 0
    artifact: list[UUID] = field(default_factory=list)

    def planned(self, total: int) -> None:
        """Begins, once it is known how many sources are visited."""
        self.total = total
        made = create_progress_artifact(progress=0.0, key="visits", description="Sources visited")
        assert isinstance(made, UUID), "inside a flow that is not async, Prefect's calls wait"
        self.artifact.append(made)

    def visited(self, _visit: Visit) -> None:
        """Counts a visit."""
        self.done += 1

    def show(self) -> None:
        """Shows what has been counted, from outside the event loop of the visits."""
        percent = 100 * self.done // max(self.total, 1)
        if self.artifact and percent > self.shown:
            self.shown = percent
            update_progress_artifact(artifact_id=self.artifact[0], progress=float(percent))


def _remark(row: SourceRow) -> str:
    return (row.error or (row.notes[0] if row.notes else ""))[:200]
