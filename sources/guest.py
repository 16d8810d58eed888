"""Who visits a source: what it works with, what it has taken so far, and when it has to leave."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sources.extract import read_page
from sources.honesty import honest
from sources.http import Client, Failure
from sources.isolation import SECONDS, Isolation, Unreadable, is_heavy
from sources.restraint import Budget
from sources.robots import Robots
from stories.model import Item, Organisation, Reading, Source
from stories.visit import Fetched, Memory, Part

T = TypeVar("T")


@dataclass(slots=True)
class Guest:
    """What one visit works with, and what it has taken so far.

    `charset_lie` says how the listing's declared charset differs from its bytes, `closed_at` when its API was found
    closed, `parts` what is now known of an index's files.
    """

    source: Source
    organisation: Organisation
    memory: Memory
    client: Client
    robots: Robots
    now: datetime
    budget: Budget = field(default_factory=Budget)
    isolation: Isolation | None = None
    fetched: list[Fetched] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    charset_lie: str | None = None
    closed_at: datetime | None = None
    parts: tuple[Part, ...] = ()

    @property
    def requests(self) -> int:
        """Requests made on this source's account, each redirect counted."""
        return self.budget.used

    def must_leave(self, url: str) -> bool:
        """Whether nothing more can be had tonight: the budget is spent, or the host asked to be left alone."""
        return self.budget.is_spent or self.client.asked_off(url) is not None

    async def front(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched | Failure:
        """The listing itself, asked conditionally."""
        answer = await self.client.shared(
            url, etag=etag, last_modified=last_modified, budget=self.budget, gate=self.robots.refusal
        )
        found, self.charset_lie = self._kept(answer)
        return found

    async def ask(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched | Failure:
        """An address's answer if robots.txt lets us ask; each answer is kept for the archive."""
        answer = await self.client.get(
            url, etag=etag, last_modified=last_modified, budget=self.budget, gate=self.robots.refusal
        )
        return self._kept(answer)[0]

    async def page(self, url: str) -> Fetched | Failure:
        """An item's page, asked once a night also where several sources list it; all but 200 is a failure."""
        answer = self._kept(await self.client.shared(url, budget=self.budget, gate=self.robots.refusal))[0]
        if isinstance(answer, Fetched) and answer.status != 200:
            return Failure(url=url, reason=f"answered {answer.status}", status=answer.status)
        return answer

    async def reading(self, page: Fetched, item: Item | None = None) -> Reading:
        """What an item's page says; its time is paid from the budget."""
        return await self.work(
            page.body,
            lambda reason: Reading(title="", body="", failure=reason),
            _reading,
            page,
            self.source,
            item,
        )

    async def work(self, document: bytes, failed: Callable[[str], T], function: Callable[..., T], *arguments: Any) -> T:
        """What a module's function makes of a document; `failed` makes a value of why it makes nothing of it."""
        start = time.monotonic()
        try:
            if self.isolation and is_heavy(document):
                return await self.isolation.run(function, *arguments)
            return function(*arguments)
        except Unreadable as error:
            return failed(str(error))
        finally:
            # Waiting for a place to read is nobody's own doing.
            self.budget.seconds -= min(time.monotonic() - start, SECONDS)

    def _kept(self, answer: Fetched | Failure) -> tuple[Fetched | Failure, str | None]:
        """The answer in its true charset; the archive keeps it as it came."""
        if isinstance(answer, Failure) or answer.status != 200:
            return answer, None
        self.fetched.append(answer)
        return honest(answer)


def _reading(page: Fetched, source: Source, item: Item | None) -> Reading:
    return read_page(page, select=source.select, item=item)
