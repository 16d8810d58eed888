"""Explores an organisation's site politely: fetches what discovery wants, until it wants nothing more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from sources.addresses import Doors
from sources.discovery import Answer, Found, discover
from sources.http import Client, Failure, Manners
from sources.robots import Robots

MOST_REQUESTS = 90  # of one exploration; a site is asked once in its life


async def explore(
    url: str,
    *,
    doors: Doors,
    manners: Manners,
    now: datetime,
    asked: Callable[[str], None] = lambda _: None,
) -> Found:
    """What the site at `url` offers; every source found has been fetched and read once.

    `asked` is told of every address as it is asked for.
    """
    answers: dict[str, Answer] = {}
    async with Client(doors, manners, lambda: now) as client:
        robots = Robots(client)
        while wanted := (found := discover(url, answers, now=now)).wanted:
            room = max(0, MOST_REQUESTS - len(answers))
            got = await asyncio.gather(*(_ask(client, robots, one, asked) for one in wanted[:room]))
            answers |= dict(zip(wanted, got, strict=False))
            answers |= {one: Failure(url=one, reason="not asked: enough was asked already") for one in wanted[room:]}
    return found


async def _ask(client: Client, robots: Robots, url: str, asked: Callable[[str], None]) -> Answer:
    refusal = await robots.refusal(url) if not url.endswith("/robots.txt") else None
    if refusal:
        return Failure(url=url, reason=refusal)
    asked(url)
    return await client.get(url)
