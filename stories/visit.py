"""The nouns of a crawl: what is remembered of a source, what an answer was, what a visit brought.

Instants are aware datetimes in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from stories.model import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One HTTP answer as it came: status, headers and the decoded (decompressed) body; `url` is the one asked for.

    `moved_to` is where permanent redirects alone (301, 308) led; None when there was none or a temporary one.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    moved_to: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case; None when absent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the warehouse remembers of one item of a source: its address, its fingerprint and its date.

    `text` is what a watched page said when it was last read, so that a change can be shown; None for other items.
    """

    url: str
    fingerprint: str
    published_at: datetime | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file that a source's index names (a sitemap's child): what the index told of it, and when it was last read.

    `told` is the date that the index gave it, as written; `read_at` is its last unconditional answer. `keeps_word` is
    whether the index told another date when the file last changed; None while it has not been seen to change.
    """

    url: str
    told: str = ""
    read_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    keeps_word: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the warehouse remembers of a source, so that a visit asks only for what is new.

    `checked_at` is the last unconditional answer, `body_hash` the SHA-256 of the listing then. `moved_to` is where
    permanent redirects led from `moved_from`. Before `next_attempt_at` the source rests, for `rest_reason`
    ("Retry-After", "back-off" or "gone"). `etag_lies`: it has answered 304 although its list had changed.
    `page_prints` are hashes of the newest pages' lines, by which a site's own furniture is known (`sources.refrains`).
    `closed_at` is when its API was last found closed, so that its feed is asked instead; `parts` are an index's files.
    """

    source: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    checked_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_item_at: datetime | None = None
    consecutive_failures: int = 0
    visited_at: datetime | None = None
    moved_from: str | None = None
    moved_to: str | None = None
    next_attempt_at: datetime | None = None
    rest_reason: str | None = None
    etag_lies: bool = False
    page_prints: tuple[str, ...] = ()
    closed_at: datetime | None = None
    parts: tuple[Part, ...] = ()
    known: Mapping[str, Known] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The outcome of one visit to a source: new articles, nothing new, or a failure; a value, never an exception.

    `resting` is a source that was not asked, since its host had asked tonight to be left alone: no failure of its own.
    `items` are all items now listed (empty when unchanged); `articles` those read tonight; `gone` addresses of
    articles that answered 404 or 410; `fetched` every answer received, for the archive. `moved_to` is where permanent
    redirects led from `moved_from`. `next_attempt_at`, `rest_reason`, `etag_lies`, `closed_at`: as in
    Memory, and `page_prints` and `parts` too, empty when they stay as they were; `charset_lie` says how the listing's
    declared charset differs from its bytes.
    """

    source: str
    visited_at: datetime
    outcome: Literal["read", "unchanged", "failed", "resting"]
    requests: int = 0
    status: int | None = None
    error: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    moved_from: str | None = None
    moved_to: str | None = None
    next_attempt_at: datetime | None = None
    rest_reason: str | None = None
    etag_lies: bool = False
    charset_lie: str | None = None
    page_prints: tuple[str, ...] = ()
    closed_at: datetime | None = None
    parts: tuple[Part, ...] = ()
    items: tuple[Known, ...] = ()
    articles: tuple[Article, ...] = ()
    gone: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fetched: tuple[Fetched, ...] = ()
