"""One visit to one source: ask conditionally, read what is new or changed, and say how it went."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sources import feeds, sttinfo, wordpress
from sources.articles import article
from sources.extract import read_page
from sources.http import Client, Failure
from sources.items import Listed, fingerprint
from sources.listings import read_listing
from sources.robots import Robots
from sources.sitemaps import read_sitemap
from sources.watch import look
from stories.model import Article, Fetched, Item, Known, Memory, Organisation, Source, Visit

MOST_PAGES = 100  # item pages read a source a night; the rest waits for the next night
_MOST_RECHECKS = 5
_MOST_SITEMAPS = 5
# A server whose ETag lies is found out once a week.
_TRUST = timedelta(days=7)


@dataclass(slots=True)
class Guest:
    """What one visit works with, and what it has taken so far."""

    source: Source
    organisation: Organisation
    memory: Memory
    client: Client
    robots: Robots
    now: datetime
    fetched: list[Fetched] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    requests: int = 0

    async def front(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched | Failure:
        """The listing itself, asked conditionally."""
        refusal = await self.robots.refusal(url)
        if refusal:
            return Failure(url=url, reason=refusal)
        return self._kept(await self.client.listing(url, etag=etag, last_modified=last_modified))

    async def ask(self, url: str) -> Fetched | Failure:
        """An address's answer if robots.txt lets us ask; each answer is kept for the archive."""
        refusal = await self.robots.refusal(url)
        return Failure(url=url, reason=refusal) if refusal else self._kept(await self.client.get(url))

    def _kept(self, answer: Fetched | Failure) -> Fetched | Failure:
        self.requests += 1
        if isinstance(answer, Fetched) and answer.status == 200:
            self.fetched.append(answer)
        return answer

    async def page(self, url: str) -> Fetched | Failure:
        """An item's page; anything but 200 is a failure that carries its status."""
        answer = await self.ask(url)
        if isinstance(answer, Fetched) and answer.status != 200:
            return Failure(url=url, reason=f"answered {answer.status}", status=answer.status)
        return answer


async def visit(guest: Guest) -> Visit:
    """The outcome of one visit; a failure is a value."""
    source, memory = guest.source, guest.memory
    trusted = memory.checked_at is not None and guest.now - memory.checked_at < _TRUST
    front = await guest.front(
        front_address(source),
        etag=memory.etag if trusted else None,
        last_modified=memory.last_modified if trusted else None,
    )
    if isinstance(front, Fetched) and (front.status == 304 or (front.status == 200 and _same_body(front, memory))):
        return _unchanged(guest, front)
    if isinstance(front, Fetched) and front.status == 200 and source.kind == "page":
        return _watched(guest, front)
    listed = await listed_by(guest, front)
    if listed.failure or isinstance(front, Failure):
        return _failed(guest, front, listed.failure or "")
    return await _read(guest, front, listed)


def front_address(source: Source) -> str:
    """What is asked for first: the source's address, or the API behind it."""
    if source.kind == "wordpress":
        return wordpress.posts_address(source.url)
    return sttinfo.room_address(source.url) if source.kind == "sttinfo" else source.url


def _same_body(front: Fetched, memory: Memory) -> bool:
    return memory.body_hash is not None and _body_hash(front) == memory.body_hash


def _body_hash(front: Fetched) -> str:
    return hashlib.sha256(front.body).hexdigest()


async def listed_by(guest: Guest, front: Fetched | Failure) -> Listed:
    """What the source lists, by its own way or, where an API is closed, by its feed."""
    source = guest.source
    listed = _first_way(front, source)
    fallback = {"wordpress": wordpress.feed_address, "sttinfo": sttinfo.feed_address}.get(source.kind)
    if listed.failure and fallback and (address := fallback(source.url)):
        answer = await guest.page(address)
        if isinstance(answer, Fetched):
            guest.notes.append(f"{listed.failure}; its feed was read instead")
            return _feed(answer, source)
    if source.kind == "sitemap" and isinstance(front, Fetched) and not listed.failure:
        return await _sitemap(guest, front)
    return listed


def _first_way(front: Fetched | Failure, source: Source) -> Listed:
    if isinstance(front, Failure):
        return Listed(failure=front.reason)
    if front.status != 200:
        return Listed(failure=f"answered {front.status}")
    if source.kind == "wordpress":
        return wordpress.read_posts(front.body, url=front.final_url, source=source)
    if source.kind == "sttinfo":
        return sttinfo.read_room(front.body, url=front.final_url, source=source)
    if source.kind == "listing":
        return read_listing(front, source)
    if source.kind == "sitemap":
        return read_sitemap(front.body, url=front.final_url, source=source).listed
    return _feed(front, source)


def _feed(answer: Fetched, source: Source) -> Listed:
    content_type = answer.header("Content-Type") or ""
    return feeds.read_feed(answer.body, url=answer.final_url, source=source, content_type=content_type)


async def _sitemap(guest: Guest, front: Fetched) -> Listed:
    top = read_sitemap(front.body, url=front.final_url, source=guest.source)
    items = list(top.listed.items)
    for child in top.children[:_MOST_SITEMAPS]:
        answer = await guest.page(child)
        if isinstance(answer, Fetched):
            items += read_sitemap(answer.body, url=answer.final_url, source=guest.source).listed.items
    return Listed(items=tuple(items)) if items else Listed(failure="the sitemap lists no page")


def _unchanged(guest: Guest, front: Fetched) -> Visit:
    memory, is_whole = guest.memory, front.status == 200
    return Visit(
        source=guest.source.name,
        visited_at=guest.now,
        outcome="unchanged",
        requests=guest.requests,
        status=front.status,
        etag=(front.header("ETag") if is_whole else None) or memory.etag,
        last_modified=(front.header("Last-Modified") if is_whole else None) or memory.last_modified,
        body_hash=memory.body_hash,
        moved_to=front.moved_to,
    )


def _failed(guest: Guest, front: Fetched | Failure, reason: str) -> Visit:
    return Visit(
        source=guest.source.name,
        visited_at=guest.now,
        outcome="failed",
        requests=guest.requests,
        status=front.status,
        error=reason or (front.reason if isinstance(front, Failure) else "failed"),
        notes=tuple(guest.notes),
        fetched=tuple(guest.fetched),
    )


def _watched(guest: Guest, front: Fetched) -> Visit:
    seen = look(front, guest.source, guest.organisation, guest.memory.known.get(guest.source.url), guest.now)
    if seen.failure or seen.known is None:
        return _failed(guest, front, seen.failure or "nothing to watch")
    return _done(guest, front, [seen.known], [seen.article] if seen.article else [], [], is_complete=True)


async def _read(guest: Guest, front: Fetched, listed: Listed) -> Visit:
    """Reads the items that are new or changed; what could not be read is asked for again the next night."""
    known, articles, is_complete = [], [], True
    changed = {item.url for item in listed.items if _is_changed(item, guest.memory)}
    is_first_sight = guest.memory.last_success_at is None
    budget = MOST_PAGES
    for item in listed.items:
        remembered = Known(url=item.url, fingerprint=fingerprint(item), published_at=item.published_at)
        if item.url not in changed:
            known.append(remembered)
        elif budget > 0:
            budget -= 1
            read, is_settled = await _article(guest, item)
            articles += [read] if read else []
            known += [remembered] if is_settled else []
            is_complete = is_complete and is_settled
        elif is_first_sight:
            known.append(remembered)  # a site's history beyond the budget is not news
        else:
            is_complete = False
    gone = await _gone(guest, listed)
    return _done(guest, front, known, articles, gone, is_complete=is_complete)


def _is_changed(item: Item, memory: Memory) -> bool:
    before = memory.known.get(item.url)
    return before is None or before.fingerprint != fingerprint(item)


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
            return article(item, None, guest.organisation, seen_at=guest.now), True
        return None, page.status in (404, 410) or page.reason.startswith(("refused", "robots.txt does not"))
    reading = read_page(page, select=guest.source.select, item=item)
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


async def _gone(guest: Guest, listed: Listed) -> list[str]:
    """Addresses that fell out of the middle of the listing and answer 404 or 410: removed, not just aged out."""
    dates = [item.published_at for item in listed.items if item.published_at]
    here = {item.url for item in listed.items}
    missing = [
        known.url
        for known in guest.memory.known.values()
        if dates and known.url not in here and known.published_at and known.published_at > min(dates)
    ]
    answers = [(url, await guest.ask(url)) for url in sorted(missing)[:_MOST_RECHECKS]]
    return [url for url, answer in answers if isinstance(answer, Fetched) and answer.status in (404, 410)]


def _done(
    guest: Guest,
    front: Fetched,
    known: Iterable[Known],
    articles: Iterable[Article],
    gone: Iterable[str],
    *,
    is_complete: bool,
) -> Visit:
    return Visit(
        source=guest.source.name,
        visited_at=guest.now,
        outcome="read",
        requests=guest.requests,
        status=front.status,
        # Validators are kept only when nothing is left to read: otherwise the next night must see the list again.
        etag=front.header("ETag") if is_complete else None,
        last_modified=front.header("Last-Modified") if is_complete else None,
        body_hash=_body_hash(front) if is_complete else None,
        moved_to=front.moved_to,
        items=tuple(known),
        articles=tuple(articles),
        gone=tuple(gone),
        notes=tuple(guest.notes),
        fetched=tuple(guest.fetched),
    )
