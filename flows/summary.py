"""How a night went: a row a source, and the totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sources.rhythm import Rest
from stories.model import Visit
from warehouse.load import Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One source's night: `state` is ok, unchanged, failing or resting; the counts are articles, `listed` items."""

    source: str
    state: str
    listed: int = 0
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


_STATES = {"read": "ok", "unchanged": "unchanged", "failed": "failing"}


def source_rows(visits: Sequence[Visit], loaded: Iterable[Loaded]) -> Iterator[SourceRow]:
    """One row a visit; what was new in it is what the warehouse found new."""
    counts = {source: count for batch in loaded for source, count in batch.by_source.items()}
    for visit in visits:
        count = counts.get(visit.source)
        yield SourceRow(
            source=visit.source,
            state=_STATES[visit.outcome],
            listed=len(visit.items),
            new=count.new if count else 0,
            changed=count.changed if count else 0,
            gone=count.gone if count else 0,
            requests=visit.requests,
            error=visit.error,
            notes=visit.notes,
        )


def resting_rows(rests: Mapping[str, Rest]) -> Iterator[SourceRow]:
    """One row a source that is not asked tonight, with the reason."""
    for source, rest in rests.items():
        yield SourceRow(source=source, state="resting", notes=(str(rest),))
