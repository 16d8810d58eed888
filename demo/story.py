"""What the sample web tells: frozen values of sites, stories and their language versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from demo.markup import Block, blocks

HELSINKI = ZoneInfo("Europe/Helsinki")
KINDS = ("news", "invitation", "grant_call", "statement_request", "blog", "job", "page_update")
LONG_AGO = datetime(2017, 1, 2, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One sample organisation's web site: its hosts by language (the first is the main one) and letterhead.

    `paths` says where its texts lie (`paths` by language or "*", with {slug}, {id} and {language}) and its letterhead.

    `redesigns` are instants when only the frame around the texts changed (a footer, a menu).
    """

    id: str
    platform: str
    names: Mapping[str, str]
    hosts: Mapping[str, str]
    paths: Mapping[str, str]
    street: str
    postcode: str
    town: Mapping[str, str]
    phone: str
    redesigns: tuple[datetime, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the site is kept in, the main one first."""
        return tuple(self.hosts)

    @property
    def email(self) -> str:
        """The site's own address, at a reserved .example domain."""
        return f"info@{self.id}.example"

    def host(self, language: str) -> str:
        """The virtual host that serves a language; the main one for a language without its own."""
        return self.hosts.get(language) or next(iter(self.hosts.values()))

    def name(self, language: str) -> str:
        """What the organisation calls itself in a language; its Finnish name when it has none."""
        return self.names.get(language, self.names["fi"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """The truth about one event or deadline of a text; local ISO dates or date-times in Europe/Helsinki."""

    kind: str
    start: str
    end: str | None = None
    place: str | None = None
    online: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a visitor wrote below an item; no part of the item."""

    name: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """New wording that holds from `on`: the changed fields of a version."""

    on: datetime
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One story in one language, with what will be changed in it later."""

    language: str
    slug: str
    title: str
    published: datetime
    lead: str = ""
    body: str = ""
    contact: str = ""
    occasions: tuple[Occasion, ...] = ()
    edits: tuple[Edit, ...] = ()

    def at(self, instant: datetime) -> Version | None:
        """The version as it read at an instant; None before it was published."""
        if self.published > instant:
            return None
        changes: dict[str, Any] = {}
        for edit in self.edits:
            if edit.on <= instant:
                changes |= edit.changes
        return replace(self, **changes) if changes else self

    def modified(self, instant: datetime) -> datetime:
        """When the version last changed before an instant."""
        return max([self.published, *(edit.on for edit in self.edits if edit.on <= instant)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One piece of news on one site, in one or more languages; `creator` is the site whose news it was first."""

    site: str
    key: str
    kind: str
    versions: Mapping[str, Version]
    creator: str
    number: str = ""
    topic: str = ""
    comments: tuple[Comment, ...] = ()
    removed: datetime | None = None

    @property
    def serial(self) -> int:
        """The number that the site's database gave the story."""
        return 1_000_000 + crc32(f"{self.site}:{self.key}".encode()) % 9_000_000

    def instants(self) -> tuple[datetime, ...]:
        """Every instant at which something of the story changes."""
        edits = [edit.on for version in self.versions.values() for edit in version.edits]
        published = [version.published for version in self.versions.values()]
        return (*published, *edits, *(c.at for c in self.comments), *([self.removed] if self.removed else ()))


@dataclass(frozen=True, kw_only=True)
class Post:
    """One version of one story as a visitor sees it at an instant."""

    story: Story
    version: Version
    modified: datetime
    comments: tuple[Comment, ...] = field(default=())

    @property
    def key(self) -> str:
        """The story's key."""
        return self.story.key

    @property
    def kind(self) -> str:
        """The story's kind."""
        return self.story.kind

    @property
    def serial(self) -> int:
        """The number that a blog's database gave this one version."""
        return 1_000 + crc32(f"{self.story.site}:{self.key}:{self.language}".encode()) % 90_000

    @property
    def language(self) -> str:
        """The language of the text."""
        return self.version.language

    @property
    def slug(self) -> str:
        """The last part of the address."""
        return self.version.slug

    @property
    def title(self) -> str:
        """The headline."""
        return self.version.title

    @property
    def lead(self) -> str:
        """The first paragraph, set apart; may be empty."""
        return self.version.lead

    @property
    def published(self) -> datetime:
        """When it came out, in Finnish time."""
        return self.version.published.astimezone(HELSINKI)

    @property
    def edited(self) -> datetime | None:
        """When it was last changed after publication, in Finnish time; None when never."""
        changed = self.modified > self.version.published
        return self.modified.astimezone(HELSINKI) if changed else None

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The body as headings, paragraphs and lists."""
        return blocks(self.version.body)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body as plain paragraphs, headings and list items."""
        return tuple(line for block in self.blocks for line in block.lines())
