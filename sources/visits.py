"""One visit to one source: ask conditionally, read what is new or changed, and say how it went."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from sources.articles import without_furniture
from sources.entrance import asked_address, entry_address, listed_by, tonight
from sources.following import followed
from sources.guest import Guest
from sources.http import Failure
from sources.item_pages import articles_of
from sources.items import Listed, is_same, tried
from sources.moves import dropped, familiar, moved
from sources.rhythm import RETRY_AFTER
from sources.watch import Watched, look
from stories.model import Article, Item
from stories.visit import Fetched, Known, Visit

_MOST_RECHECKS = 5
# A server whose ETag lies is found out once a week.
_TRUST = timedelta(days=7)


async def visit(guest: Guest) -> Visit:
    """The outcome of one visit; a failure is a value."""
    memory = guest.memory = tonight(guest.memory, guest.now)
    trusted = _is_trusted(guest)
    front = await guest.front(
        asked_address(guest.source, memory),
        etag=memory.etag if trusted else None,
        last_modified=memory.last_modified if trusted else None,
    )
    if isinstance(front, Failure) and front.until:
        return _resting(guest, front)
    if front.status == 304 and not (trusted and (memory.etag or memory.last_modified)):
        return _failed(guest, front, "answered 304 to a question that was not conditional")
    outcome, told_by = await _outcome(guest, front)
    lies = memory.etag_lies or (not trusted and await _etag_lies(guest, front, outcome))
    return _with_findings(guest, told_by, outcome, etag_lies=lies)


async def _outcome(guest: Guest, front: Fetched | Failure) -> tuple[Visit, Fetched | Failure]:
    """How it went, and the answer that told what is listed."""
    if isinstance(front, Fetched) and (front.status == 304 or (front.status == 200 and _same_body(guest, front))):
        guest.closed_at = guest.memory.closed_at
        return await _of_same(guest, front), front
    if isinstance(front, Fetched) and front.status == 200 and guest.source.kind == "page":
        return await _watched(guest, front), front
    told = await listed_by(guest, front)
    answer, listed = told.answer, told.listed
    if listed.failure or isinstance(answer, Failure):
        return _failed(guest, front, listed.failure or ""), front
    if answer is not front:
        if not guest.closed_at:
            # The validators of a feed read instead of an API say nothing of the API: only its bytes are remembered.
            answer = replace(answer, headers=())
        if _same_body(guest, answer):
            return _unchanged(guest, answer), answer
    return await _read(guest, answer, listed), answer


async def _of_same(guest: Guest, front: Fetched) -> Visit:
    """The visit to a listing that says what it said; of an index, the files that it names may say more."""
    if guest.source.kind == "sitemap" and guest.memory.parts:
        listed = await followed(guest, None)
        if listed.items:
            return await _read(guest, front, listed)
    return _unchanged(guest, front)


def _resting(guest: Guest, front: Failure) -> Visit:
    """The visit that was not made, since the host wants to be left alone."""
    return Visit(
        source=guest.source.name,
        visited_at=guest.now,
        outcome="resting",
        requests=guest.requests,
        next_attempt_at=front.until,
        rest_reason=RETRY_AFTER,
        notes=(front.reason,),
    )


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


def _with_findings(guest: Guest, told_by: Fetched | Failure, outcome: Visit, *, etag_lies: bool) -> Visit:
    """The visit with what it found out about the server: where it has moved to, and how it lies."""
    first, moved_to = entry_address(guest.source, guest.closed_at), _moved_to(guest, told_by)
    # What a dead end redirects to is not remembered: a good visit proves the move.
    is_proven = outcome.outcome != "failed" and moved_to is not None
    return replace(
        outcome,
        requests=guest.requests,
        moved_from=first if is_proven else None,
        moved_to=moved_to if is_proven else None,
        etag_lies=etag_lies,
        charset_lie=guest.charset_lie,
        closed_at=guest.closed_at,
        parts=guest.parts,
    )


def _moved_to(guest: Guest, told_by: Fetched | Failure) -> str | None:
    """Where permanent redirects led tonight, or on an earlier night; not what stood in for an API that only rested."""
    asked = asked_address(guest.source, guest.memory)
    is_front = isinstance(told_by, Failure) or told_by.url == asked
    if not is_front and not guest.closed_at:
        return None
    now = None if isinstance(told_by, Failure) else told_by.moved_to
    return now or (asked if is_front and asked != entry_address(guest.source, guest.memory.closed_at) else None)


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
    held = _held_back(guest, listed) | listed.aside
    before = familiar(listed.items, guest.memory.known)
    changed = [item for item in listed.items if item.url not in held and _is_changed(item, listed, before)]
    read = await articles_of(guest, front, listed, changed)
    left = {item.url for item in changed} - read.settled
    known = [_remembered(item, listed) for item in listed.items if item.url not in left]
    known += [
        Known(url=item.url, fingerprint=tried(read.failed[item.url])) for item in changed if item.url in read.failed
    ]
    gone = await _gone(guest, listed)
    cleaned, page_prints, notes = without_furniture(read.articles, guest.memory.page_prints, guest.organisation)
    guest.notes += notes
    is_complete = not left and listed.is_lasting
    done = _done(guest, front, [*listed.unchanged, *known], cleaned, gone, is_complete=is_complete)
    return replace(done, page_prints=page_prints)


def _remembered(item: Item, listed: Listed) -> Known:
    return Known(url=item.url, fingerprint=listed.fingerprint(item), published_at=item.published_at)


def _held_back(guest: Guest, listed: Listed) -> frozenset[str]:
    held = moved(listed, guest.memory.known)
    if held:
        guest.notes.append(f"{len(held)} known items under new addresses: the site has moved; they are held back")
    return held


def _is_changed(item: Item, listed: Listed, before: Mapping[str, Known]) -> bool:
    known = before.get(item.url)
    return known is None or not is_same(known.fingerprint, listed.fingerprint(item))


async def _gone(guest: Guest, listed: Listed) -> list[str]:
    """Addresses that fell out of the middle of the listing and answer 404 or 410: removed, not just aged out."""
    if guest.source.kind == "sitemap":
        return []  # one night reads some of an index's files only
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
    etag, last_modified, body_hash = _validators(guest, front)
    is_settled = is_complete and front.status in (200, 304)  # a closed API's error is no list to come back to
    return Visit(
        source=guest.source.name,
        visited_at=guest.now,
        outcome="read",
        requests=guest.requests,
        status=front.status,
        # Validators are kept only when nothing is left to read: otherwise the next night must see the list again.
        etag=etag if is_settled else None,
        last_modified=last_modified if is_settled else None,
        body_hash=body_hash if is_settled else None,
        items=tuple(known),
        articles=tuple(articles),
        gone=tuple(gone),
        notes=tuple(guest.notes),
        fetched=tuple(guest.fetched),
    )


def _validators(guest: Guest, front: Fetched) -> tuple[str | None, str | None, str | None]:
    """What the next night asks with: of an index that said what it said while its files changed, what it had."""
    if front.status == 304:
        return guest.memory.etag, guest.memory.last_modified, guest.memory.body_hash
    return front.header("ETag"), front.header("Last-Modified"), _body_hash(front)
