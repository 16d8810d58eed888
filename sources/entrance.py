"""Where a source is entered, and what it lists there: its own way first, its feed where an API is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sources import feeds, sttinfo, wordpress
from sources.following import followed
from sources.guest import Guest
from sources.history import with_further_pages
from sources.http import Failure
from sources.items import Listed
from sources.listings import read_listing
from stories.model import Source
from stories.visit import Fetched, Known, Memory

# A closed API is tried again this long after: it has been a week when a night starts some hours earlier.
_CLOSED = timedelta(days=6, hours=12)
_TO_COME = (408, 425, 429)  # what is refused for now only


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a source lists, and the answer that told it."""

    answer: Fetched | Failure
    listed: Listed


def tonight(memory: Memory, now: datetime) -> Memory:
    """What is remembered, as far as it holds tonight: once a week, or after a failure, a closed API is tried again."""
    if memory.closed_at is None or (now - memory.closed_at < _CLOSED and not memory.consecutive_failures):
        return memory
    return replace(memory, closed_at=None, etag=None, last_modified=None)


def asked_address(source: Source, memory: Memory) -> str:
    """What is asked for tonight: where the source has moved for good, unless that has failed twice."""
    first = entry_address(source, memory.closed_at)
    has_moved = memory.moved_to and memory.moved_from == first and memory.consecutive_failures < 2
    return memory.moved_to if has_moved and memory.moved_to else first


def entry_address(source: Source, closed_at: datetime | None) -> str:
    """What is asked for where nothing has moved: the source's own way, or its feed while its API is closed."""
    return (_feed_address(source) if closed_at else None) or front_address(source)


def front_address(source: Source) -> str:
    """What is asked for first: the source's address, or the API behind it."""
    if source.kind == "wordpress":
        return wordpress.posts_address(source.url)
    return sttinfo.room_address(source.url) if source.kind == "sttinfo" else source.url


def _feed_address(source: Source) -> str | None:
    if source.kind == "wordpress":
        return wordpress.feed_address(source.url)
    return sttinfo.feed_address(source.url) if source.kind == "sttinfo" else None


async def listed_by(guest: Guest, front: Fetched | Failure) -> Told:
    """What the source lists, by its own way or, where an API is closed, by its feed; and the answer that told it."""
    reads = _feed if guest.memory.closed_at else _by_kind
    guest.closed_at = guest.memory.closed_at
    listed = await _first_way(front, guest, reads)
    address = None if guest.memory.closed_at or not listed.failure else _feed_address(guest.source)
    if address:
        answer = await guest.page(address)
        instead = await _listed(guest, answer, _feed) if isinstance(answer, Fetched) else listed
        if not instead.failure:
            guest.closed_at = guest.now if _is_closed(front) else None
            guest.notes.append(f"{listed.failure}; its feed was read instead")
            return Told(answer=answer, listed=instead)
    return Told(answer=front, listed=listed)


def _is_closed(front: Fetched | Failure) -> bool:
    """Whether an API is closed for good, as far as one can tell: not slow, not broken, not busy."""
    return front.status is not None and front.status < 500 and front.status not in _TO_COME


async def _first_way(front: Fetched | Failure, guest: Guest, reads: Callable[..., Listed]) -> Listed:
    if isinstance(front, Failure):
        return Listed(failure=front.reason)
    if guest.source.kind == "sitemap" and front.status == 200:
        return await followed(guest, front)
    if front.status != 200:
        return Listed(failure=f"answered {front.status}")
    return await _listed(guest, front, reads)


async def _listed(guest: Guest, answer: Fetched, reads: Callable[..., Listed]) -> Listed:
    listed = await guest.work(answer.body, _unread, reads, answer, guest.source, guest.memory.known)
    return await with_further_pages(guest, answer, listed, reads)


def _unread(reason: str) -> Listed:
    return Listed(failure=reason)


def _by_kind(front: Fetched, source: Source, known: Mapping[str, Known]) -> Listed:
    if source.kind == "wordpress":
        return wordpress.read_posts(front.body, url=front.final_url, source=source)
    if source.kind == "sttinfo":
        return sttinfo.read_room(front.body, url=front.final_url, source=source)
    if source.kind == "listing":
        return read_listing(front, source)
    return _feed(front, source, known)


def _feed(answer: Fetched, source: Source, known: Mapping[str, Known]) -> Listed:
    return feeds.read_feed(
        answer.body,
        url=answer.final_url,
        source=source,
        content_type=answer.header("Content-Type") or "",
        known=known,
    )
