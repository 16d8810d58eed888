"""What a digest is made of: frozen inputs that the caller reads from the published snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from stories.model import Kind, OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What one text said from `seen_at` on, until the next wording of it."""

    seen_at: datetime
    title: str
    summary: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One story in one language, in the publisher's own words; an empty `summary` means that there is none.

    `body` is the whole text as far as it was read, `first_seen_at` when Kooste first met it, `wordings` all that it
    has said, oldest first and today's last, where it has changed.
    """

    title: str
    url: str
    summary: str = ""
    body: str = ""
    first_seen_at: datetime | None = None
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One story: a row of the snapshot's `news`, with its language versions by ISO 639-1 code.

    `published_at` is aware; `sources` are "organisation/source" names; `organisation_kind` is None when unknown.
    `first_seen_at` is when Kooste met the story, `source_since` since when it has been reading the source it came by;
    None where nobody knows. `regions` are those that the text concerns, `topics` ids of the topics' vocabulary.
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
    first_seen_at: datetime | None = None
    source_since: datetime | None = None
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @property
    def organisations(self) -> frozenset[str]:
        """Every organisation that published the story."""
        return frozenset({self.organisation, *(source.partition("/")[0] for source in self.sources)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An event or a deadline of a story: a row of `occasion`, with titles and addresses by language.

    Instants are aware. An all-day occasion starts at midnight in Helsinki and `ends_at` lies on its last day.
    `occasion_id` stays when it moves, `sequence` counts its changes, `quote` are the first text's words; `places` and
    `quotes` are each language's own. `is_cancelled`: no text tells it any more; only calendars still speak of it.
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
    occasion_id: str = ""
    sequence: int = 0
    changed_at: datetime | None = None
    quote: str = ""
    organisation_name: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)
    is_cancelled: bool = False

    def place_in(self, language: str) -> str:
        """Where it is, as the text in that language says; as the first text that says it where that one does not."""
        return self.places.get(language) or self.place or ""

    def quote_in(self, language: str) -> str:
        """The words that tell of it, in that language where there are some."""
        return self.quotes.get(language) or self.quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A story that an editor put first; `blurbs` are the editor's own words by language."""

    story_id: str
    blurbs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCounts:
    """How many sources were read for the letter, how many of them do not answer or have gone silent, and since when."""

    total: int
    failing: int = 0
    silent: int = 0
    since: datetime | None = None
