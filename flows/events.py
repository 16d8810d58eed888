"""The events that wake the next step: ids and counts, once a batch of work, only when something happened.

`docs/events.md` holds their JSON schemas. A lost event loses nothing: every step selects its own backlog.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

from prefect.events import emit_event


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsLanded:
    """A round of visits has laid down so many batches."""

    NAME: ClassVar[str] = "kooste.items.landed"
    resource: ClassVar[str] = "kooste.landing"
    batches: int
    read: int
    sources: int
    failing: int

    @property
    def is_news(self) -> bool:
        return self.batches > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsLoaded:
    """So many batches are committed to the warehouse."""

    NAME: ClassVar[str] = "kooste.items.loaded"
    resource: ClassVar[str] = "kooste.warehouse"
    batches: int
    new: int
    changed: int

    @property
    def is_news(self) -> bool:
        return self.batches > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesLinked:
    """So many articles have been linked."""

    NAME: ClassVar[str] = "kooste.stories.linked"
    resource: ClassVar[str] = "kooste.warehouse"
    articles: int

    @property
    def is_news(self) -> bool:
        return self.articles > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotPublished:
    """A new snapshot lies in its place."""

    NAME: ClassVar[str] = "kooste.snapshot.published"
    resource: ClassVar[str] = "kooste.snapshot"
    stories: int
    articles: int
    night: str

    @property
    def is_news(self) -> bool:
        return True


def emit(event: ItemsLanded | ItemsLoaded | StoriesLinked | SnapshotPublished) -> None:
    """Tells the server, if there is something to tell; without a server nobody hears, and nothing is lost."""
    if event.is_news:
        emit_event(event=event.NAME, resource={"prefect.resource.id": event.resource}, payload=asdict(event))
