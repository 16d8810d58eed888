"""The week so far as a page for an operator: what came, from whom, in how many languages."""

from __future__ import annotations

from typing import Any, Final

from digest.week import Week
from flows.settings import Settings
from warehouse.read import Snapshot, open_snapshot, query

_SECONDS: Final = 30.0
_DAYS: Final = (
    "select published_at::date as day, count(*) as stories, count(*) filter (where len(languages) > 1) as several, "
    "sum(n_articles) as articles from week($week) group by all order by day"
)
_PUBLISHERS: Final = (
    "select organisation_name, count(*) as stories from week($week) group by all "
    "order by stories desc, organisation_name limit 10"
)
_HEALTH: Final = "select state, count(*) as sources from source_health group by all order by sources desc, state"


def week_as_markdown(settings: Settings) -> str:
    """The ISO week of `now` in three tables: by day, by publisher, and how the sources are; raises SnapshotMissing."""
    week = str(Week.of(settings.now))
    with open_snapshot(settings.home, now=settings.now) as snapshot:
        parts = (
            _table(snapshot, ("Day", "Stories", "In several languages", "Articles"), _DAYS, week=week),
            _table(snapshot, ("Publisher", "Stories"), _PUBLISHERS, week=week),
            _table(snapshot, ("State", "Sources"), _HEALTH),
        )
    return "\n\n".join((f"# {week}", *parts)) + "\n"


def _table(snapshot: Snapshot, columns: tuple[str, ...], sql: str, **parameters: object) -> str:
    rows = query(snapshot, sql, seconds=_SECONDS, parameters=parameters).rows
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join(f"| {' | '.join(_cell(value) for value in line)} |" for line in lines)


def _cell(value: Any) -> str:
    text = " ".join(str("" if value is None else value).split())
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
