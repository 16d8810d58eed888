"""How a night went: a row a source, and the totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sources.rhythm import Rest
from stories.visit import Visit
from warehouse.load import Count, Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One source's night: `state` is ok, unchanged, failing or resting; the counts are articles, `listed` items."""

    source: str
    state: str
    listed: int = 0
    read: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    requests: int = 0
    error: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A whole night: its rows and what the warehouse holds after it; `seconds` is each step's wall time."""

    now: str
    sources: tuple[SourceRow, ...] = ()
    articles: int = 0
    stories: int = 0
    snapshot: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def new(self) -> int:
        """Articles first seen tonight."""
        return sum(row.new for row in self.sources)

    @property
    def changed(self) -> int:
        """Articles that were edited since they were last read."""
        return sum(row.changed for row in self.sources)

    @property
    def failing(self) -> int:
        """Sources that gave nothing tonight."""
        return sum(row.state == "failing" for row in self.sources)

    def as_json(self) -> dict[str, Any]:
        """The summary as one JSON object: the totals first, then the rows."""
        rest = asdict(self)
        sources = rest.pop("sources")
        return {**rest, "new": self.new, "changed": self.changed, "failing": self.failing, "sources": sources}


_STATES = {"read": "ok", "unchanged": "unchanged", "failed": "failing", "resting": "resting"}


def source_rows(visits: Sequence[Visit]) -> Iterator[SourceRow]:
    """One row a visit; what was new in it, only the load can tell."""
    for visit in visits:
        yield SourceRow(
            source=visit.source,
            state=_STATES[visit.outcome],
            listed=len(visit.items),
            read=len(visit.articles),
            requests=visit.requests,
            error=visit.error,
            notes=visit.notes,
        )


def with_counts(rows: Iterable[SourceRow], loaded: Iterable[Loaded]) -> tuple[SourceRow, ...]:
    """Rows of visits with what the warehouse found new in them."""
    counts = {source: count for batch in loaded for source, count in batch.by_source.items()}
    return tuple(_counted(row, counts.get(row.source)) for row in rows)


def _counted(row: SourceRow, count: Count | None) -> SourceRow:
    return replace(row, new=count.new, changed=count.changed, gone=count.gone) if count else row


def resting_rows(rests: Mapping[str, Rest]) -> Iterator[SourceRow]:
    """One row a source that is not asked tonight, with the reason."""
    for source, rest in rests.items():
        yield SourceRow(source=source, state="resting", notes=(str(rest),))
