"""A night's visits to many sources side by side, and the sister pages in other languages that they point to."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sources.addresses import Doors, article_id, is_front
from sources.articles import article
from sources.extract import read_page
from sources.http import Client, Failure, Manners
from sources.robots import Robots
from sources.visits import Guest, visit
from stories.model import Alternate, Article, Item, Known, Memory, Organisation, Source, Visit

_SIDE_BY_SIDE = 16
_MOST_SISTERS = 40  # pages a source a night
# What a sister's entry in the memory says instead of a listing's fingerprint: no listing tells of it.
SISTER = "sister"
_log = logging.getLogger(__name__)


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
    listed_elsewhere: Collection[str] = (),
    seen: Callable[[Visit], None] = lambda _: None,
) -> list[Visit]:
    """The visits to all sources, in the order given; a source that fails, in whatever way, fails alone.

    `listed_elsewhere` are ids of articles that other sources are known to list: they are nobody's sisters.
    `seen` is told of each visit as it ends.
    """
    async with Client(doors, manners, lambda: now) as client:
        robots, places = Robots(client), asyncio.Semaphore(_SIDE_BY_SIDE)

        async def one(task: Task) -> tuple[Guest, Visit]:
            guest = Guest(task.source, task.organisation, task.memory, client, robots, now)
            async with places:
                outcome = await _visit(guest)
            seen(outcome)
            return guest, outcome

        visited = await asyncio.gather(*(one(task) for task in tasks))
        owned = {*listed_elsewhere, *_owned(outcome for _, outcome in visited), *_remembered(tasks)}
        return [await _with_sisters(guest, outcome, owned) for guest, outcome in visited]


async def _visit(guest: Guest) -> Visit:
    try:
        return await visit(guest)
    except Exception as error:  # the boundary of a source: whatever its bytes did to us stays its own failure
        _log.exception("%s", guest.source.name)
        reason = f"internal error: {type(error).__name__}: {error}"[:300]
        return Visit(source=guest.source.name, visited_at=guest.now, outcome="failed", error=reason)


def _owned(visits: Iterable[Visit]) -> set[str]:
    return {article_id(item.url) for outcome in visits for item in outcome.items}


def _remembered(tasks: Iterable[Task]) -> set[str]:
    known = (known for task in tasks for known in task.memory.known.values())
    return {article_id(item.url) for item in known if item.fingerprint != SISTER}


async def _with_sisters(guest: Guest, outcome: Visit, owned: set[str]) -> Visit:
    """The visit with the sister pages that no source lists: same news, other language, linked both ways."""
    wanted: dict[str, tuple[Alternate, Article]] = {}
    # One target for two articles of one language is a section page, not a sister.
    named = Counter((one.url, found.language) for found in outcome.articles for one in found.alternates)
    for found in outcome.articles:
        for alternate in found.alternates:
            if named[alternate.url, found.language] == 1 and _is_worth_reading(alternate, found, owned):
                wanted.setdefault(alternate.url, (alternate, found))
    if not wanted:
        return outcome
    sisters: list[Article] = []
    for alternate, found in list(wanted.values())[:_MOST_SISTERS]:
        sister = await _sister(guest, alternate, found)
        if sister:
            owned.add(sister.article_id)
            sisters.append(sister)
    known = (Known(url=sister.url, fingerprint=SISTER, published_at=sister.published_at) for sister in sisters)
    return replace(
        outcome,
        articles=(*outcome.articles, *sisters),
        items=(*outcome.items, *known),
        fetched=tuple(guest.fetched),
        requests=guest.requests,
    )


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
    reading = read_page(page, select=guest.source.select, item=item)
    if reading.failure:
        return None
    sister = article(item, reading, guest.organisation, seen_at=guest.now)
    points_back = any(article_id(back.url) == found.article_id for back in sister.alternates)
    return sister if points_back and sister.language == alternate.language and sister.title else None
