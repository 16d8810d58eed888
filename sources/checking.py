"""Tries sources without reading their items: does each answer, and what does it list."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sources.addresses import Doors
from sources.advice import advice
from sources.crawl import Task
from sources.entrance import front_address, listed_by
from sources.extract import read_page
from sources.guest import Guest
from sources.http import Client, Failure, Manners
from sources.robots import Robots
from stories.language import detect
from stories.model import Item, Memory

_SIDE_BY_SIDE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a try of one source found: `state` is ok or failing, `remark` what was noticed, `advice` what to do."""

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
    """Tries every source side by side, from scratch, and says what it found, in the order given."""
    async with Client(doors, manners, lambda: now) as client:
        robots, places = Robots(client), asyncio.Semaphore(_SIDE_BY_SIDE)

        async def one(task: Task) -> Checked:
            fresh = Memory(source=task.source.name)
            async with places:
                guest = Guest(task.source, task.organisation, fresh, client, robots, now)
                found = await _check(guest, has_contact=manners.agent != Manners().agent)
            done(found)
            return found

        return list(await asyncio.gather(*(one(task) for task in tasks)))


async def _check(guest: Guest, *, has_contact: bool) -> Checked:
    source, website = guest.source, guest.organisation.website
    front = await guest.page(front_address(source))
    listed = (await listed_by(guest, front))[1] if source.kind != "page" else None
    todo = advice(source, website, front, listed, has_contact=has_contact, now=guest.now)
    if listed is None:
        return replace(_checked_page(guest, front), advice=todo)
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


def _checked_page(guest: Guest, front: object) -> Checked:
    if isinstance(front, Failure):
        return Checked(source=guest.source.name, state="failing", remark=front.reason)
    reading = read_page(guest.fetched[-1], select=guest.source.select)
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
