"""How far back a listing is read: a site's history on first sight, and what one page could not hold of a busy night."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sources.guest import Guest
from sources.http import Failure
from sources.items import Listed
from sources.moves import moved
from sources.paging import next_page
from stories.model import Item
from stories.visit import Fetched

_WITH_HISTORY = ("wordpress", "listing")  # on first sight; a feed's first page is its own choice of what is news
_PAGED = ("wordpress", "listing", "feed")
Read = Callable[..., Listed]


async def with_further_pages(guest: Guest, front: Fetched, listed: Listed, read: Read) -> Listed:
    """The listing with the pages behind it, on first sight or when every item of the page is new; bounded by Manners.

    `read` reads a page of the same form: function(answer, source, known).
    """
    if guest.source.kind not in _PAGED or listed.failure or not _is_wanted(guest, listed):
        return listed
    floor, found, page, answer = _floor(guest), listed, listed, front
    for number in range(1, guest.client.manners.history_pages):
        url = await guest.work(answer.body, lambda _: None, next_page, answer, guest.source.kind, number)
        if url is None or guest.must_leave(url):
            break
        further = await guest.page(url)
        if isinstance(further, Failure):
            break
        page = await guest.work(further.body, _unread, read, further, guest.source, {})
        found, is_end = _joined(found, page, guest, floor)
        if is_end:
            break
        answer = further
    return found


def _unread(reason: str) -> Listed:
    return Listed(failure=reason)


def _is_wanted(guest: Guest, listed: Listed) -> bool:
    if not listed.items:
        return False
    if guest.memory.last_success_at is None:
        return guest.source.kind in _WITH_HISTORY
    known = guest.memory.known
    is_all_new = not listed.unchanged and not any(item.url in known for item in listed.items)
    return bool(known) and is_all_new and not moved(listed, known)


def _floor(guest: Guest) -> datetime:
    """What is older is left: a year's history on first sight, later what had been published when we last looked."""
    oldest = guest.now - timedelta(days=guest.client.manners.history_days)
    if guest.memory.last_success_at is None:
        return oldest
    dates = (one.published_at for one in guest.memory.known.values())
    return max((at for at in dates if at and at <= guest.now), default=oldest)


def _joined(found: Listed, page: Listed, guest: Guest, floor: datetime) -> tuple[Listed, bool]:
    """The listing with one more page, and whether that was the last worth reading."""
    here = {item.url for item in found.items}
    fresh = [item for item in page.items if item.url not in here]
    wanted = tuple(item for item in fresh if item.url not in guest.memory.known and not _is_older(item, floor))
    joined = replace(
        found,
        items=(*found.items, *wanted),
        blocks={**page.blocks, **found.blocks},
        history=found.history | {item.url for item in wanted},
    )
    return joined, bool(page.failure) or len(wanted) < len(page.items)


def _is_older(item: Item, floor: datetime) -> bool:
    return item.published_at is not None and item.published_at < floor
