"""A sitemap and the files that its index names: asked for by turns, read when they have changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sources.guest import Guest
from sources.items import Listed
from sources.parts import Turn, answered, is_news, is_trusted, remembered, turn
from sources.sitemaps import Sitemap, read_sitemap
from stories.model import Item, Source
from stories.visit import Fetched, Part

_LATE = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A file of an index that has changed; `is_first` when it had been there before us and never been read."""

    part: Part
    sitemap: Sitemap
    is_first: bool


async def followed(guest: Guest, front: Fetched | None) -> Listed:
    """What a sitemap lists tonight; `front` is None when the index itself says what it said.

    Nothing listed and no failure: none of its files has changed.
    """
    before = {part.url: part for part in guest.memory.parts}
    top = await _file(guest, front) if front else Sitemap(listed=Listed(), parts=guest.memory.parts)
    if not top.parts:
        nothing = top.listed.failure or "the sitemap lists no page"
        return top.listed if top.listed.items else Listed(failure=nothing)
    tonight = turn(top.parts, before, guest.now)
    listed = await _all(guest, top, tonight, before)
    if not (listed.items or before or listed.failure):
        return Listed(failure="the sitemap lists no page")
    return listed


async def _all(guest: Guest, top: Sitemap, tonight: Turn, before: Mapping[str, Part]) -> Listed:
    answers: dict[str, Part] = {}
    read: list[_Read] = []
    failed: list[str] = []
    for part in tonight.due:
        answer = await _asked(guest, part, before.get(part.url))
        if answer is None:
            failed.append(part.url)
            continue
        known = before.get(part.url)
        answers[part.url] = answered(part, known, answer, guest.now)
        if answer.status == 200 and (known is None or known.body_hash != answers[part.url].body_hash):
            is_first = known is not None and known.read_at is None
            read.append(_Read(part=part, sitemap=await _file(guest, answer), is_first=is_first))
    is_first_sight = guest.memory.last_success_at is None
    # On first sight the files that have to wait are history: they are known from now on, and read by turns.
    late = () if is_first_sight else tonight.waiting
    waiting = {part.url for part in late} | set(failed)
    told = [part for part in top.parts if part.url not in waiting or part.url in before]
    guest.notes += _faults(read)
    guest.parts = remembered(told, before, answers)
    is_lost = failed and not answers and not before
    failure = f"none of the index's files could be read ({failed[0]})" if is_lost else None
    return replace(_listed(top, read, guest), is_lasting=not waiting, failure=failure)


async def _asked(guest: Guest, part: Part, before: Part | None) -> Fetched | None:
    """The answer of a file, asked conditionally; None when there is none to be read."""
    trusted = before if before and is_trusted(before, guest.now) else None
    answer = await guest.ask(
        part.url,
        etag=trusted.etag if trusted else None,
        last_modified=trusted.last_modified if trusted else None,
    )
    return answer if isinstance(answer, Fetched) and answer.status in (200, 304) else None


async def _file(guest: Guest, answer: Fetched) -> Sitemap:
    def failed(reason: str) -> Sitemap:
        return Sitemap(listed=Listed(failure=reason))

    return await guest.work(answer.body, failed, _read_sitemap, answer, guest.source)


def _read_sitemap(answer: Fetched, source: Source) -> Sitemap:
    return read_sitemap(answer.body, url=answer.final_url, source=source)


def _listed(top: Sitemap, read: Sequence[_Read], guest: Guest) -> Listed:
    """The items of the files that were read; where some files are news by name or content, only theirs."""
    has_news = any(is_news(part) for part in top.parts) or any(one.sitemap.is_news for one in read)
    found: dict[str, Item] = {}
    aside: set[str] = set()
    for one in read:
        if has_news and not (one.sitemap.is_news or is_news(one.part)):
            continue
        for item in one.sitemap.listed.items:
            if item.url not in found and one.is_first and not _is_fresh(item, guest.memory.visited_at):
                aside.add(item.url)
            found.setdefault(item.url, item)
    return Listed(items=tuple(found.values()), aside=frozenset(aside))


def _is_fresh(item: Item, visited_at: datetime | None) -> bool:
    """Whether an item of a file read for the first time is news all the same: dated since the last visit."""
    dated = item.published_at or item.modified_at
    return dated is not None and visited_at is not None and dated > visited_at - _LATE


def _faults(read: Sequence[_Read]) -> Iterator[str]:
    for one in read:
        if one.sitemap.listed.failure:
            yield f"{one.part.url}: {one.sitemap.listed.failure}"
