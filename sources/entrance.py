"""Where a source is entered, and what it lists there: its own way first, its feed where an API is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sources import feeds, sttinfo, wordpress
from sources.guest import Guest
from sources.http import Failure
from sources.items import Listed
from sources.listings import read_listing
from sources.sitemaps import Sitemap, read_sitemap
from stories.model import Fetched, Known, Memory, Source

_MOST_SITEMAPS = 5


def asked_address(source: Source, memory: Memory) -> str:
    """What is asked for tonight: where the source has moved for good, unless that has failed twice."""
    first = front_address(source)
    has_moved = memory.moved_to and memory.moved_from == first and memory.consecutive_failures < 2
    return memory.moved_to if has_moved and memory.moved_to else first


def front_address(source: Source) -> str:
    """What is asked for first: the source's address, or the API behind it."""
    if source.kind == "wordpress":
        return wordpress.posts_address(source.url)
    return sttinfo.room_address(source.url) if source.kind == "sttinfo" else source.url


async def listed_by(guest: Guest, front: Fetched | Failure) -> tuple[Fetched | Failure, Listed]:
    """What the source lists, by its own way or, where an API is closed, by its feed; and the answer that told it."""
    source = guest.source
    listed = await _first_way(front, guest)
    fallback = {"wordpress": wordpress.feed_address, "sttinfo": sttinfo.feed_address}.get(source.kind)
    if listed.failure and fallback and (address := fallback(source.url)):
        answer = await guest.page(address)
        if isinstance(answer, Fetched):
            instead = await _listed(guest, answer, _feed, answer, source, guest.memory.known)
            if not instead.failure:
                guest.notes.append(f"{listed.failure}; its feed was read instead")
                return answer, instead
    return front, listed


async def _first_way(front: Fetched | Failure, guest: Guest) -> Listed:
    if isinstance(front, Failure):
        return Listed(failure=front.reason)
    if front.status != 200:
        return Listed(failure=f"answered {front.status}")
    if guest.source.kind == "sitemap":
        return await _sitemap(guest, front)
    return await _listed(guest, front, _by_kind, front, guest.source, guest.memory.known)


async def _listed(guest: Guest, answer: Fetched, function: Callable[..., Listed], *arguments: object) -> Listed:
    return await guest.work(answer.body, lambda reason: Listed(failure=reason), function, *arguments)


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


async def _sitemap(guest: Guest, front: Fetched) -> Listed:
    top = await _sitemap_file(guest, front)
    items = list(top.listed.items)
    for child in top.children[:_MOST_SITEMAPS]:
        answer = await guest.page(child)
        if isinstance(answer, Fetched):
            items += (await _sitemap_file(guest, answer)).listed.items
    nothing = top.listed.failure or "the sitemap lists no page"
    return Listed(items=tuple(items), is_lasting=top.is_dated) if items else Listed(failure=nothing)


async def _sitemap_file(guest: Guest, answer: Fetched) -> Sitemap:
    def failed(reason: str) -> Sitemap:
        return Sitemap(listed=Listed(failure=reason))

    return await guest.work(answer.body, failed, _read_sitemap, answer, guest.source)


def _read_sitemap(answer: Fetched, source: Source) -> Sitemap:
    return read_sitemap(answer.body, url=answer.final_url, source=source)
