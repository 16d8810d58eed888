"""The articles of listed items, read from their pages one by one, until all are read or the night is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sources import sttinfo
from sources.articles import article
from sources.entrance import front_address
from sources.guest import Guest
from sources.http import Failure
from sources.items import Listed, carries_text, has_text, tries
from stories.model import Article, Item, Source
from stories.visit import Fetched

# What another night would not change.
_FOR_EVER = ("refused", "robots.txt does not", "more than", "redirects to no usable", "larger than", "unpacks to")
MOST_TRIES = 7  # nights; then an item whose page cannot be read is what its listing says of it
MOST_PAGES = 100  # item pages read a source a night; the rest waits for the next night


@dataclass(slots=True)
class Read:
    """What became of listed items: those settled, their articles, and how often others have been tried in vain."""

    settled: set[str] = field(default_factory=set)
    articles: list[Article] = field(default_factory=list)
    failed: dict[str, int] = field(default_factory=dict)


async def articles_of(guest: Guest, front: Fetched, listed: Listed, changed: Iterable[Item]) -> Read:
    """The articles of new and changed items, until their pages or the night are spent."""
    read, left = Read(), MOST_PAGES
    for item in changed:
        if _tells_all(item, listed, guest.source):
            read.articles.append(article(item, None, guest.organisation, seen_at=guest.now))
            read.settled.add(item.url)
        elif guest.must_leave(front.final_url):
            continue
        elif left > 0:
            left -= 1
            await _into(read, guest, item)
        elif guest.memory.last_success_at is None:
            read.settled.add(item.url)  # a site's history beyond the budget is not news
    return read


async def _into(read: Read, guest: Guest, item: Item) -> None:
    found, is_settled = await _article(guest, item)
    before = guest.memory.known.get(item.url)
    times = 1 + (tries(before.fingerprint) if before else 0)
    if not is_settled and not guest.must_leave(item.url):
        is_settled = times >= MOST_TRIES
        read.failed |= {} if is_settled else {item.url: times}
        if is_settled and found is None and item.title and item.summary:
            found = article(item, None, guest.organisation, seen_at=guest.now)
    read.articles += [found] if found else []
    read.settled |= {item.url} if is_settled else set()


def _tells_all(item: Item, listed: Listed, source: Source) -> bool:
    """Whether an item needs no page: its listing promises the whole text, or it is history of which that must do."""
    return carries_text(item, source) or (source.kind == "wordpress" and item.url in listed.history and has_text(item))


async def _article(guest: Guest, item: Item) -> tuple[Article | None, bool]:
    """The item's article if it can be read, and whether the item is settled or should be tried again next night."""
    if guest.source.kind == "sttinfo" and item.group:
        item = await _whole_release(guest, item)
        if item.content:
            return article(item, None, guest.organisation, seen_at=guest.now), True
    page = await guest.page(item.url)
    if isinstance(page, Failure):
        guest.notes.append(f"{item.url}: {page.reason}")
        if item.content:
            return article(item, None, guest.organisation, seen_at=guest.now), not guest.must_leave(item.url)
        return None, page.status in (404, 410) or page.reason.startswith(_FOR_EVER)
    reading = await guest.reading(page, item)
    if reading.failure:
        guest.notes.append(f"{item.url}: {reading.failure}")
    if guest.source.kind == "sitemap" and not (item.published_at or reading.published_at):
        return None, True  # a sitemap lists every page; one without a date is not news
    found = article(item, None if reading.failure else reading, guest.organisation, seen_at=guest.now)
    return (found if found.title else None), True


async def _whole_release(guest: Guest, item: Item) -> Item:
    address = None if item.content else sttinfo.release_address(item, front_address(guest.source))
    answer = await guest.page(address) if address else None
    if not isinstance(answer, Fetched):
        return item
    versions = sttinfo.read_release(answer.body, url=answer.final_url, source=guest.source)
    whole = next((version for version in versions if version.language == item.language and version.content), None)
    return replace(item, content=whole.content, summary=whole.summary or item.summary) if whole else item
