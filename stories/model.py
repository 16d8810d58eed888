"""The nouns of Kooste: frozen values that carry what one room hands to another.

Instants are aware datetimes in UTC; languages are ISO 639-1 codes (`fi`, `sv`, `en`, `se`, …) or `und`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["news", "invitation", "grant_call", "statement_request", "blog", "job", "page_update"]
Precision = Literal["second", "minute", "day", "month", "none"]
Relation = Literal["variant", "duplicate", "possible"]
DecidedBy = Literal["structure", "text", "editor"]
OrganisationKind = Literal["ministry", "agency", "umbrella", "association", "regional", "municipality", "project"]
SourceKind = Literal["feed", "wordpress", "sttinfo", "listing", "sitemap", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What a text is written in: the main language, how sure (0–1), and every language with a share of its own."""

    code: str
    confidence: float
    languages: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """CSS selectors of a source; `author` keeps only a feed's entries by that dc:creator."""

    item: str | None = None
    link: str | None = None
    title: str | None = None
    date: str | None = None
    content: str | None = None
    drop: tuple[str, ...] = ()
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One address of an organisation that is visited every night; `name` is "organisation/source"."""

    name: str
    organisation: str
    kind: SourceKind
    url: str
    language: str | None = None
    enabled: bool = True
    select: Select = field(default_factory=Select)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One publisher: names by language, kind, region ("FI" or an ISO 3166-2 code) and its sources."""

    id: str
    kind: OrganisationKind
    region: str
    website: str
    name: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """An address that a publisher names as the same text in another language.

    `origin` tells how it was named: hreflang, link-header, switcher, jsonld, feed, wordpress or sttinfo.
    """

    language: str
    url: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that a page links to as part of its own text."""

    url: str
    title: str
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture that stands in a text, by its address alone; `alt` is its text alternative, empty for none."""

    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """An event or a deadline that a text names; `start`/`end` are local ISO dates or date-times in Europe/Helsinki."""

    kind: Literal["event", "deadline"]
    start: str
    end: str | None = None
    place: str | None = None
    online: bool = False
    quote: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of a listing: what a feed, a list page or an API says of one piece of news before its page is read.

    `content` is the HTML that the listing itself carries (may be the whole text); `group` is a key that the
    publisher gives to all language versions of one release. `authors` are names of people and bodies, as told: its
    writers (dc:creator, author) and where a joint feed has it from (source).
    """

    source: str
    url: str
    title: str
    summary: str = ""
    content: str = ""
    published_at: datetime | None = None
    precision: Precision = "none"
    modified_at: datetime | None = None
    language: str | None = None
    guid: str | None = None
    group: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read out of a page or PDF: clean text, dates, language hints, and what was cut away and why.

    `body` is plain text, paragraphs parted by a blank line. `failure` is set, and the body empty, when the page
    holds no article of its own.
    """

    title: str
    body: str
    summary: str = ""
    published_at: datetime | None = None
    precision: Precision = "none"
    modified_at: datetime | None = None
    language: str | None = None
    canonical_url: str | None = None
    release: str | None = None
    alternates: tuple[Alternate, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    images: tuple[Image, ...] = ()
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text in one language at one address, as the warehouse keeps it.

    `release` is a number the publisher prints ("97/2026"); `group` a key it gives all versions of one release.
    `content_hash` covers title, summary, body and attachments: it changes when a reader would see a change; pictures
    get new addresses without one. `authors` are names that the entry or its page gives as its writers or its origin.
    `regions` (ISO 3166-2), `topics` (ids of the vocabulary) and `mentions` (ids of organisations) are the strongest
    first; `judged_by` is the version of the guide that told them (`stories.about`), empty when none has.
    """

    article_id: str
    organisation: str
    source: str
    url: str
    title: str
    summary: str
    body: str
    language: str
    language_confidence: float
    languages: tuple[str, ...]
    declared_language: str | None = None
    published_at: datetime | None
    precision: Precision
    modified_at: datetime | None = None
    seen_at: datetime
    kind: Kind
    release: str | None = None
    group: str | None = None
    categories: tuple[str, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    images: tuple[Image, ...] = ()
    authors: tuple[str, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    judged_by: str = ""
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A judgement that two articles are one news: `variant` across languages, `duplicate` within one.

    `left` < `right` by id; `score` is a probability (0–1); `evidence` says in words what decided;
    `possible` pairs wait for an editor and never join a story.
    """

    left: str
    right: str
    relation: Relation
    score: float
    evidence: tuple[str, ...]
    decided_by: DecidedBy
