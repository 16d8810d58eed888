"""Tries sources without reading their items: does each answer, and what does it list."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sources.addresses import Doors
from sources.advice import advice
from sources.crawl import Task
from sources.entrance import front_address, listed_by
from sources.guest import Guest
from sources.http import Client, Failure, Manners
from sources.isolation import Isolation
from sources.restraint import Budget
from sources.robots import Robots
from stories.language import detect
from stories.model import Item
from stories.visit import Fetched, Memory

_SIDE_BY_SIDE = 16
_SECONDS = 90.0  # a source's budget: a try is not a night
_LATER = "its host asks for fewer requests: check it again later, alone"
_OUR_OWN = "tell the makers of Kooste: no answer of a site may do this"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a try of one source found: `remark` is what was noticed, `advice` what to do.

    `state` is ok, failing, or resting: not asked, since its host told another source that it wants to be left alone.
    """

    source: str
    state: str
    items: int = 0
    newest: datetime | None = None
    languages: tuple[str, ...] = ()
    remark: str = ""
    advice: tuple[str, ...] = ()


async def check(
    tasks: Sequence[Task],
    *,
    doors: Doors,
    manners: Manners,
    now: datetime,
    done: Callable[[Checked], None] = lambda _: None,
) -> list[Checked]:
    """Tries every source side by side, from scratch, and says what it found, in the order given.

    As on a night, a source has a budget, though a small one, and heavy documents are read apart and for so long only.
    """
    brief = replace(manners, history_pages=1, source_seconds=min(manners.source_seconds, _SECONDS))
    reading = Isolation(seconds=manners.reading_timeout)
    async with Client(doors, brief, lambda: now) as client, reading as isolation:
        robots, places = Robots(client), asyncio.Semaphore(_SIDE_BY_SIDE)

        async def one(task: Task) -> Checked:
            budget = Budget(requests=brief.source_requests, seconds=brief.source_seconds)
            fresh = Memory(source=task.source.name)
            guest = Guest(task.source, task.organisation, fresh, client, robots, now, budget, isolation)
            async with places:
                found = _with_advice(await _tried(guest, has_contact=manners.agent != Manners().agent), guest)
            done(found)
            return found

        return list(await asyncio.gather(*(one(task) for task in tasks)))


def _with_advice(found: Checked, guest: Guest) -> Checked:
    """What fails is never left without a word on what to do."""
    if found.advice or found.state != "failing":
        return found
    website = guest.organisation.website
    return replace(
        found, advice=(f"look at it in a browser; `kooste sources add {website}` looks for another address",)
    )


async def _tried(guest: Guest, *, has_contact: bool) -> Checked:
    try:
        return await _check(guest, has_contact=has_contact)
    except Exception as error:  # the boundary of a source: whatever its bytes did to us stays its own failure
        _log.exception("%s", guest.source.name)
        reason = f"internal error: {type(error).__name__}: {error}"[:300]
        return Checked(source=guest.source.name, state="failing", remark=reason, advice=(_OUR_OWN,))


async def _check(guest: Guest, *, has_contact: bool) -> Checked:
    source, website = guest.source, guest.organisation.website
    front = await guest.page(front_address(source))
    if isinstance(front, Failure) and front.until:
        return Checked(source=source.name, state="resting", remark=front.reason, advice=(_LATER,))
    listed = (await listed_by(guest, front)).listed if source.kind != "page" else None
    todo = advice(source, website, front, listed, has_contact=has_contact, now=guest.now)
    if listed is None:
        return replace(await _checked_page(guest, front), advice=todo)
    if listed.failure:
        return Checked(source=source.name, state="failing", remark=listed.failure, advice=todo)
    dates = [item.published_at for item in listed.items if item.published_at]
    return Checked(
        source=source.name,
        state="ok",
        items=len(listed.items),
        newest=max(dates, default=None),
        languages=_languages(listed.items),
        remark="; ".join((*guest.notes, *listed.notes)),
        advice=todo,
    )


async def _checked_page(guest: Guest, front: Fetched | Failure) -> Checked:
    if isinstance(front, Failure):
        return Checked(source=guest.source.name, state="failing", remark=front.reason)
    reading = await guest.reading(front)
    if reading.failure:
        return Checked(source=guest.source.name, state="failing", remark=reading.failure)
    language = detect(reading.body, title=reading.title, declared=reading.language)
    return Checked(
        source=guest.source.name,
        state="ok",
        items=1,
        newest=reading.modified_at or reading.published_at,
        languages=language.languages,
        remark=reading.title,
    )


def _languages(items: Sequence[Item]) -> tuple[str, ...]:
    """The languages of the titles, commonest first."""
    codes = (detect(item.summary, title=item.title, declared=item.language).code for item in items[:50])
    return tuple(code for code, _ in Counter(codes).most_common() if code != "und")
