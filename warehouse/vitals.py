"""How the news does as its readers see it: asked of the published snapshot, which no night ever locks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from warehouse.home import Home
from warehouse.snapshot import open_snapshot


class SnapshotBroken(Exception):
    """The published file cannot be read; the message says why, and what to do, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStanding:
    """How one source does: `state` as in `source_health`, `failures` in a row, its last answer and last error."""

    source: str
    state: str
    failures: int
    answered_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """The snapshot in numbers; `published_at` is when it was put in place, `new` how many articles came since a night.

    `resting` sources are not asked at present, whatever their state.
    """

    published_at: datetime
    stories: int
    articles: int
    new: int
    resting: int
    visited_at: datetime | None
    sources: tuple[SourceStanding, ...]

    @property
    def states(self) -> Mapping[str, int]:
        """How many sources are in each state."""
        return Counter(one.state for one in self.sources)


def vitals(home: Home, *, now: datetime, since: datetime) -> Vitals:
    """The snapshot's vital signs; raises SnapshotMissing when there is none, SnapshotBroken when it cannot be read."""
    try:
        with open_snapshot(home, now=now) as snapshot:
            (counts,) = snapshot.rows("status/counts", now=now, since=since)
            sources = snapshot.rows("status/sources")
    except duckdb.Error as error:
        reason = " ".join(str(error).split())[:200]
        raise SnapshotBroken(
            f"{home.published} cannot be read ({reason}): `kooste restore` puts a copy back"
        ) from error
    return Vitals(
        published_at=datetime.fromtimestamp(home.published.stat().st_mtime, UTC),
        stories=counts["stories"],
        articles=counts["articles"],
        new=counts["new_articles"],
        resting=counts["resting"],
        visited_at=counts["visited_at"],
        sources=tuple(
            SourceStanding(
                source=row["source"],
                state=row["state"],
                failures=row["consecutive_failures"],
                answered_at=row["last_success_at"],
                error=row["last_error"] or "",
            )
            for row in sources
        ),
    )
