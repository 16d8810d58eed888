"""One visit to one source: ask conditionally, read what is new or changed, and say how it went."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from sources import sttinfo
from sources.articles import article, without_furniture
from sources.entrance import asked_address, front_address, listed_by
from sources.guest import Guest
from sources.http import Failure
from sources.items import Listed, carries_text, is_same
from sources.moves import dropped, moved
from sources.watch import Watched, look
from stories.model import Article, Fetched, Item, Known, Memory, Visit

MOST_PAGES = 100  # item pages read a source a night; the rest waits for the next night
_MOST_RECHECKS = 5
# A server whose ETag lies is found out once a week.
_TRUST = timedelta(days=7)


async def visit(guest: Guest) -> Visit:
    """The outcome of one visit; a failure is a value."""
    memory, address = guest.memory, asked_address(guest.source, guest.memory)
    trusted = _is_trusted(guest)
    front = await guest.front(
        address,
        etag=memory.etag if trusted else None,
        last_modified=memory.last_modified if trusted else None,
    )
    outcome = await _outcome(guest, front)
    lies = memory.etag_lies or (not trusted and await _etag_lies(guest, front, outcome))
    return _with_findings(guest, front, outcome, etag_lies=lies)


async def _outcome(guest: Guest, front: Fetched | Failure) -> Visit:
    if isinstance(front, Fetched) and (front.status == 304 or (front.status == 200 and _same_body(guest, front))):
        return _unchanged(guest, front)
    if isinstance(front, Fetched) and front.status == 200 and guest.source.kind == "page":
        return await _watched(guest, front)
    told_by, listed = await listed_by(guest, front)
    if listed.failure or isinstance(told_by, Failure):
        return _failed(guest, front, listed.failure or "")
    if told_by is not front:
        # The validators of a feed read instead of a closed API say nothing of the API: only its bytes are remembered.
        told_by = replace(told_by, headers=())
        if _same_body(guest, told_by):
            return _unchanged(guest, told_by)
    return await _read(guest, told_by, listed)


async def _etag_lies(guest: Guest, front: Fetched | Failure, outcome: Visit) -> bool:
    """Whether the server's validators have called unchanged what has changed, found out by asking without them."""
    memory = guest.memory
    has_news = outcome.outcome == "read" and bool(outcome.articles)
    if isinstance(front, Failure) or not has_news or not (memory.etag or memory.last_modified):
        return False
    if memory.etag and front.header("ETag") == memory.etag:
        return True
    again = await guest.ask(front.final_url, etag=memory.etag, last_modified=memory.last_modified)
    return isinstance(again, Fetched) and again.status == 304


def _with_findings(guest: Guest, front: Fetched | Failure, outcome: Visit, *, etag_lies: bool) -> Visit:
    """The visit with what it found out about the server: where it has moved to, and how it lies."""
    first, asked = front_address(guest.source), asked_address(guest.source, guest.memory)
    moved_to = (None if isinstance(front, Failure) else front.moved_to) or (asked if asked != first else None)
    # What a dead end redirects to is not remembered: a good visit proves the move.
    is_proven = outcome.outcome != "failed" and moved_to is not None
    return replace(
        outcome,
        requests=guest.requests,
        moved_from=first if is_proven else None,
        moved_to=moved_to if is_proven else None,
        etag_lies=etag_lies,
        charset_lie=guest.charset_lie,
    )


def _same_body(guest: Guest, front: Fetched) -> bool:
    """Whether a listing says what it said; an index of sitemaps is followed once a week all the same."""
    if guest.source.kind == "sitemap" and not _is_trusted(guest):
        return False
    return guest.memory.body_hash is not None and _body_hash(front) == guest.memory.body_hash


def _is_trusted(guest: Guest) -> bool:
    """Whether the server's word that nothing has changed is taken tonight."""
    memory = guest.memory
    return memory.checked_at is not None and guest.now - memory.checked_at < _TRUST and not memory.etag_lies


def _body_hash(front: Fetched) -> str:
    return hashlib.sha256(front.body).hexdigest()


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


async def _watched(guest: Guest, front: Fetched) -> Visit:
    before = guest.memory.known.get(guest.source.url)
    seen = await guest.work(
        front.body,
        lambda reason: Watched(failure=reason),
        look,
        front,
        guest.source,
        guest.organisation,
        before,
        guest.now,
    )
    if seen.failure or seen.known is None:
        return _failed(guest, front, seen.failure or "nothing to watch")
    return _done(guest, front, [seen.known], [seen.article] if seen.article else [], [], is_complete=True)


async def _read(guest: Guest, front: Fetched, listed: Listed) -> Visit:
    """Reads the items that are new or changed; what could not be read is asked for again the next night."""
    known, articles, is_complete = list(listed.unchanged), [], True
    held = _held_back(guest, listed)
    changed = {item.url for item in listed.items if _is_changed(item, listed, guest.memory)} - held
    is_first_sight = guest.memory.last_success_at is None
    budget = MOST_PAGES
    for item in listed.items:
        remembered = Known(url=item.url, fingerprint=listed.fingerprint(item), published_at=item.published_at)
        if item.url not in changed:
            known.append(remembered)
        elif guest.must_leave(front.final_url):
            is_complete = False
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
    cleaned, page_prints, notes = without_furniture(articles, guest.memory.page_prints, guest.organisation)
    guest.notes += notes
    done = _done(guest, front, known, cleaned, gone, is_complete=is_complete and listed.is_lasting)
    return replace(done, page_prints=page_prints)


def _held_back(guest: Guest, listed: Listed) -> frozenset[str]:
    held = moved(listed, guest.memory.known)
    if held:
        guest.notes.append(f"{len(held)} known items under new addresses: the site has moved; they are held back")
    return held


def _is_changed(item: Item, listed: Listed, memory: Memory) -> bool:
    before = memory.known.get(item.url)
    return before is None or not is_same(before.fingerprint, listed.fingerprint(item))


async def _article(guest: Guest, item: Item) -> tuple[Article | None, bool]:
    """The item's article if it can be read, and whether the item is settled or should be tried again next night."""
    if guest.source.kind == "sttinfo" and item.group:
        item = await _whole_release(guest, item)
        if item.content:
            return article(item, None, guest.organisation, seen_at=guest.now), True
    if carries_text(item, guest.source):
        return article(item, None, guest.organisation, seen_at=guest.now), True
    page = await guest.page(item.url)
    if isinstance(page, Failure):
        guest.notes.append(f"{item.url}: {page.reason}")
        if item.content:
            return article(item, None, guest.organisation, seen_at=guest.now), not guest.must_leave(item.url)
        return None, page.status in (404, 410) or page.reason.startswith(("refused", "robots.txt does not"))
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


async def _gone(guest: Guest, listed: Listed) -> list[str]:
    """Addresses that fell out of the middle of the listing and answer 404 or 410: removed, not just aged out."""
    missing = dropped(listed, guest.memory.known)
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
    is_settled = is_complete and front.status == 200  # a closed API's error is no list to come back to
    return Visit(
        source=guest.source.name,
        visited_at=guest.now,
        outcome="read",
        requests=guest.requests,
        status=front.status,
        # Validators are kept only when nothing is left to read: otherwise the next night must see the list again.
        etag=front.header("ETag") if is_settled else None,
        last_modified=front.header("Last-Modified") if is_settled else None,
        body_hash=_body_hash(front) if is_settled else None,
        items=tuple(known),
        articles=tuple(articles),
        gone=tuple(gone),
        notes=tuple(guest.notes),
        fetched=tuple(guest.fetched),
    )
