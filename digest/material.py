"""What a digest is made of: frozen inputs that the caller reads from the published snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from stories.model import Kind, OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One story in one language, in the publisher's own words; an empty `summary` means that there is none."""

    title: str
    url: str
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One story: a row of the snapshot's `news`, with its language versions by ISO 639-1 code.

    `published_at` is aware; `sources` are "organisation/source" names; `organisation_kind` is None when unknown.
    """

    story_id: str
    published_at: datetime
    organisation: str
    organisation_name: Mapping[str, str]
    kind: Kind
    region: str
    versions: Mapping[str, Version]
    languages: tuple[str, ...] = ()
    organisation_kind: OrganisationKind | None = None
    n_articles: int = 1
    sources: tuple[str, ...] = ()

    @property
    def organisations(self) -> frozenset[str]:
        """Every organisation that published the story."""
        return frozenset({self.organisation, *(source.partition("/")[0] for source in self.sources)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An event or a deadline of a story: a row of `occasion`, with titles and addresses by language.

    Instants are aware. An all-day occasion starts at midnight in Helsinki and `ends_at` lies on its last day.
    """

    story_id: str
    kind: Literal["event", "deadline"]
    starts_at: datetime
    ends_at: datetime | None = None
    is_all_day: bool = False
    place: str | None = None
    is_online: bool = False
    title: Mapping[str, str] = field(default_factory=dict)
    url: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCounts:
    """How many sources were read for the letter, and how many of them do not answer or have gone silent."""

    total: int
    failing: int = 0
    silent: int = 0
