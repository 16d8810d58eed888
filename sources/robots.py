"""robots.txt: may this address be fetched, and how long to wait between requests (RFC 9309, crawl-delay)."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from protego import Protego

from sources.addresses import host_of
from sources.http import Client, Failure

_MAX_ROBOTS = 500_000
_MAX_DELAY = 600.0  # seconds: a source's whole budget of a night
PRODUCT = "Kooste"


class Robots:
    """The robots.txt files of a night: each host's is fetched once, when its first address is asked about."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._asked: dict[str, asyncio.Task[Protego | str]] = {}

    async def refusal(self, url: str) -> str | None:
        """Why robots.txt keeps us from an address; None when it does not."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{host_of(url)}"
        rules = self._client.hosts.rules.get(site) or await self._rules(site)
        if isinstance(rules, str):
            return rules
        return None if rules.can_fetch(url, PRODUCT) else "robots.txt does not allow it"

    async def _rules(self, site: str) -> Protego | str:
        if site not in self._asked:
            self._asked[site] = asyncio.create_task(self._fetch(f"{site}/robots.txt"))
        rules = await self._asked[site]
        self._client.hosts.rules[site] = rules
        delay = None if isinstance(rules, str) else rules.crawl_delay(PRODUCT)
        if delay:
            self._client.hosts.delays[host_of(site)] = min(float(delay), _MAX_DELAY)
        return rules

    async def _fetch(self, url: str) -> Protego | str:
        answer = await self._client.get(url)
        if isinstance(answer, Failure):
            # RFC 9309: 4xx means no rules; a host that cannot be reached or fails means "keep off".
            if answer.status is not None and 400 <= answer.status < 500:
                return Protego.parse("")
            return answer.reason if answer.status is None else f"robots.txt: {answer.reason}"
        if answer.status != 200:
            return Protego.parse("")
        return Protego.parse(answer.body[:_MAX_ROBOTS].decode("utf-8", "replace"))
