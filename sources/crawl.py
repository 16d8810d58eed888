"""A night's visits to many sources side by side, and the sister pages in other languages that they point to."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sources.addresses import Doors, article_id, host_of, is_front
from sources.articles import article
from sources.entrance import asked_address
from sources.guest import Guest
from sources.http import Client, Failure, Manners
from sources.isolation import Isolation
from sources.restraint import Budget, Hosts
from sources.rhythm import rest_after_failure, rest_after_request
from sources.robots import Robots
from sources.visits import visit
from stories.model import Alternate, Article, Item, Organisation, Source
from stories.visit import Known, Memory, Visit

_SIDE_BY_SIDE = 16
_SEVERAL = 3
_MOST_SISTERS = 40  # pages a source a night
# What a sister's entry in the memory says instead of a listing's fingerprint: no listing tells of it.
SISTER = "sister"
_log = logging.getLogger(__name__)
_Claim = tuple[Alternate, Article]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One source to visit, with its organisation and what is remembered of it."""

    source: Source
    organisation: Organisation
    memory: Memory


async def crawl(
    tasks: Sequence[Task],
    *,
    doors: Doors,
    manners: Manners,
    now: datetime,
    hosts: Hosts | None = None,
    listed_elsewhere: Collection[str] = (),
    seen: Callable[[Visit], None] = lambda _: None,
) -> list[Visit]:
    """The visits to all sources, in the order given; a source that fails, in whatever way, fails alone.

    `hosts` is what earlier batches of the night have learnt. `listed_elsewhere` are ids of articles that other sources
    are known to list: they are nobody's sisters. `seen` is told of each visit as it ends.
    """
    reading = Isolation(seconds=manners.reading_timeout)
    async with Client(doors, manners, lambda: now, hosts=hosts) as client, reading as isolation:
        robots, places = Robots(client), asyncio.Semaphore(_SIDE_BY_SIDE)

        async def one(task: Task) -> tuple[Guest, Visit]:
            budget = Budget(requests=manners.source_requests, seconds=manners.source_seconds)
            guest = Guest(task.source, task.organisation, task.memory, client, robots, now, budget, isolation)
            async with places:
                outcome = await _visit(guest)
            seen(outcome)
            return guest, outcome

        visited = await asyncio.gather(*(one(task) for task in tasks))
        owned = {*listed_elsewhere, *_owned(outcome for _, outcome in visited), *_remembered(tasks)}
        claimed = [_claimed(outcome, owned) for _, outcome in visited]

        async def completed(guest: Guest, outcome: Visit, wanted: Sequence[_Claim]) -> Visit:
            async with places:
                return await _with_sisters(guest, outcome, wanted) if wanted else outcome

        whole = await asyncio.gather(
            *(completed(guest, outcome, wanted) for (guest, outcome), wanted in zip(visited, claimed, strict=True))
        )
        if _is_our_own_trouble(client, tasks):
            return list(whole)
        return [_with_rest(guest, outcome) for (guest, _), outcome in zip(visited, whole, strict=True)]


async def _visit(guest: Guest) -> Visit:
    try:
        return await visit(guest)
    except Exception as error:  # the boundary of a source: whatever its bytes did to us stays its own failure
        _log.exception("%s", guest.source.name)
        reason = f"internal error: {type(error).__name__}: {error}"[:300]
        return Visit(source=guest.source.name, visited_at=guest.now, outcome="failed", error=reason)


def _is_our_own_trouble(client: Client, tasks: Sequence[Task]) -> bool:
    """Whether not one of several hosts has answered: the line is down, and nobody is made to rest for it."""
    hosts = {host_of(asked_address(task.source, task.memory)) for task in tasks}
    return len(hosts) >= _SEVERAL and client.answers == 0


def _with_rest(guest: Guest, outcome: Visit) -> Visit:
    """The visit with when its source may be asked again, where that is not simply the next night."""
    memory, now, name = guest.memory, guest.now, guest.source.name
    rests = []
    if outcome.outcome == "failed":
        # A night made again at the same instant has failed once, not twice.
        failures = max(1, memory.consecutive_failures + (memory.visited_at != now))
        rests.append(rest_after_failure(name, now=now, failures=failures, status=outcome.status))
    until = guest.client.asked_off(asked_address(guest.source, memory)) or outcome.next_attempt_at
    if until:
        rests.append(rest_after_request(name, until=until, now=now))
    if not rests:
        return outcome
    rest = max(rests, key=lambda rest: rest.until)
    return replace(outcome, next_attempt_at=rest.until, rest_reason=rest.reason)


def _owned(visits: Iterable[Visit]) -> set[str]:
    return {article_id(item.url) for outcome in visits for item in outcome.items}


def _remembered(tasks: Iterable[Task]) -> set[str]:
    known = (known for task in tasks for known in task.memory.known.values())
    return {article_id(item.url) for item in known if item.fingerprint != SISTER}


def _claimed(outcome: Visit, owned: set[str]) -> list[_Claim]:
    """The sister pages that a visit's articles name and no source lists; claimed, so that nobody else asks for them."""
    wanted: list[_Claim] = []
    # One target for two articles of one language is a section page, not a sister.
    named = Counter((one.url, found.language) for found in outcome.articles for one in found.alternates)
    for found in outcome.articles:
        for alternate in found.alternates:
            if named[alternate.url, found.language] == 1 and _is_worth_reading(alternate, found, owned):
                owned.add(article_id(alternate.url))
                wanted.append((alternate, found))
    return wanted


async def _with_sisters(guest: Guest, outcome: Visit, wanted: Sequence[_Claim]) -> Visit:
    """The visit with the sisters of its articles: same news, other language, linked both ways."""
    sisters: list[Article] = []
    waiting: set[str] = set()
    for number, (alternate, found) in enumerate(wanted):
        sister = await _sister(guest, alternate, found) if number < _MOST_SISTERS else None
        sisters += [sister] if sister else []
        if not sister and (number >= _MOST_SISTERS or guest.must_leave(alternate.url)):
            waiting.add(found.article_id)
    known = (Known(url=sister.url, fingerprint=SISTER, published_at=sister.published_at) for sister in sisters)
    whole = replace(
        outcome,
        articles=(*outcome.articles, *sisters),
        items=(*outcome.items, *known),
        fetched=tuple(guest.fetched),
        requests=guest.requests,
    )
    return _to_be_read_again(whole, waiting) if waiting else whole


def _to_be_read_again(outcome: Visit, waiting: Collection[str]) -> Visit:
    """The visit without the memory of articles whose sisters had to wait: the next night reads these articles again."""
    items = tuple(item for item in outcome.items if article_id(item.url) not in waiting)
    return replace(outcome, items=items, etag=None, last_modified=None, body_hash=None)


def _is_worth_reading(alternate: Alternate, found: Article, owned: set[str]) -> bool:
    return (
        alternate.language in ("fi", "sv", "en", "se")
        and alternate.language != found.language
        and not is_front(alternate.url)
        and article_id(alternate.url) not in owned
    )


async def _sister(guest: Guest, alternate: Alternate, found: Article) -> Article | None:
    """The sister's article, if its page is one: in the language promised and pointing back."""
    page = await guest.page(alternate.url)
    if isinstance(page, Failure):
        return None
    item = Item(source=guest.source.name, url=alternate.url, title="", language=alternate.language)
    reading = await guest.reading(page, item)
    if reading.failure:
        return None
    sister = article(item, reading, guest.organisation, seen_at=guest.now)
    points_back = any(article_id(back.url) == found.article_id for back in sister.alternates)
    return sister if points_back and sister.language == alternate.language and sister.title else None
