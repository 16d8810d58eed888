"""A polite, guarded HTTP client: what was answered, or why there is no answer, as values."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from sources.addresses import Doors, host_of, normalise
from sources.complaints import in_words
from sources.connecting import guarded
from sources.restraint import SPENT, Budget, Hosts
from sources.rhythm import asked_to_wait, pause
from sources.sharing import Shared
from stories.visit import Fetched

_CONNECTIONS = 32
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_MAX_HEADER = 8_190  # bytes a line
_MAX_HEADERS = 100
_RATIO_FROM = 1_000_000  # bytes: what is smaller may be packed as tightly as it likes


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How the client behaves: who it says it is, how long it waits, how much it takes (seconds, bytes).

    `spacings` overrides `spacing` by host, "host" or "host:port"; "*" is every host's, also of those an operator has
    named, where there is no spacing otherwise. `source_requests` and `source_seconds` are a source's budget a night,
    `reading_timeout` is what one document may take to read. `history_pages` and `history_days` are how far back a site
    is read on first sight.
    """

    agent: str = "Kooste/0.1 (nightly reader of civil society news; one request at a time)"
    spacing: float = 1.0
    spacings: Mapping[str, float] = field(default_factory=dict)
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    total_timeout: float = 60.0
    max_body: int = 15_000_000
    max_ratio: int = 200
    max_redirects: int = 5
    source_requests: int = 300
    source_seconds: float = 600.0
    reading_timeout: float = 15.0
    history_pages: int = 4
    history_days: int = 365

    def spacing_of(self, host: str, *, is_named: bool) -> float:
        """Seconds between requests to a host, given as "host:port"; an operator's own hosts need none.

        >>> Manners(spacings={"a.example": 5.0}).spacing_of("a.example:8080", is_named=True)
        5.0
        """
        for name in (host, host.rpartition(":")[0] or host, "*"):
            if name in self.spacings:
                return self.spacings[name]
        return 0.0 if is_named else self.spacing


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an address gave no usable answer, in one clear line; `status` when the server said so itself.

    `until` when it was not asked at all, since its host wants to be left alone until then.
    """

    url: str
    reason: str
    status: int | None = None
    until: datetime | None = None


@dataclass(slots=True)
class _Turn:
    """One host's turn: a single request at a time, and the moment (loop time) before which the next must not start."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    last: float | None = None


Gate = Callable[[str], Awaitable[str | None]]


class Client:
    """Fetches addresses one at a time a host, spaced, guarded at every hop; an async context manager.

    `clock` gives the instant that is written into what is fetched; `hosts` is what the night already knows of hosts.
    """

    def __init__(
        self,
        doors: Doors,
        manners: Manners,
        clock: Callable[[], datetime],
        *,
        hosts: Hosts | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self.hosts = hosts or Hosts()
        self._doors = doors
        self.manners = manners
        self._clock = clock
        self._chance = chance or random.SystemRandom()
        self._turns: dict[str, _Turn] = {}
        self._shared: Shared[Fetched | Failure] = Shared()
        self.requests = 0
        self.answers = 0

    async def __aenter__(self) -> Self:
        manners = self.manners
        # A name server that is slow for one host must not take the threads in which others are looked up.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_CONNECTIONS, "names"))
        self._session = aiohttp.ClientSession(
            connector=guarded(self._doors, connections=_CONNECTIONS),
            timeout=aiohttp.ClientTimeout(
                total=manners.total_timeout,
                connect=2 * manners.connect_timeout,
                sock_connect=manners.connect_timeout,
                sock_read=manners.read_timeout,
            ),
            headers={"User-Agent": manners.agent, "Accept-Language": "fi, sv;q=0.9, en;q=0.5, *;q=0.1"},
            cookie_jar=aiohttp.DummyCookieJar(),
            max_line_size=_MAX_HEADER,
            max_field_size=_MAX_HEADER,
            max_headers=_MAX_HEADERS,
            trust_env=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = "*/*",
        budget: Budget | None = None,
        gate: Gate | None = None,
    ) -> Fetched | Failure:
        """The answer of an address after its redirects (status 200, 304, 404 or 410), or why there is none.

        `gate` may refuse an address, asked before each hop; `budget` pays for each hop.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {"Accept": accept} | {name: value for name, value in conditions.items() if value}
        hop, permanent = url, True
        for _ in range(self.manners.max_redirects + 1):
            if refusal := self._refusal(hop):
                return Failure(url=url, reason=refusal)
            if refusal := self._reason_to_wait(hop) or (await gate(hop) if gate else None):
                return Failure(url=url, reason=refusal, until=self.asked_off(hop))
            answer = await self._hop(url, hop, headers, budget)
            if isinstance(answer, Failure) or answer.status not in _REDIRECTS:
                return _judged(answer, moved_to=hop if permanent and hop != url else None)
            target = normalise(answer.header("Location") or "", hop)
            if target is None:
                return Failure(url=url, reason=f"redirects to no usable address from {hop}", status=answer.status)
            hop, permanent = target, permanent and answer.status in _PERMANENT
        return Failure(url=url, reason=f"more than {self.manners.max_redirects} redirects")

    async def shared(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        budget: Budget | None = None,
        gate: Gate | None = None,
    ) -> Fetched | Failure:
        """As `get`, asked once a night however many sources read the same address (a ministries' joint feed)."""
        return await self._shared.once(
            (url, etag, last_modified),
            lambda: self.get(url, etag=etag, last_modified=last_modified, budget=budget, gate=gate),
        )

    def asked_off(self, url: str) -> datetime | None:
        """Until when the host of an address has asked tonight to be left alone; None when it has not."""
        return self.hosts.waits.get(host_of(url))

    def _refusal(self, url: str) -> str | None:
        """Why an address may not be asked for, judged in the form in which it would be connected to."""
        try:
            # "①②⑦.⓪.⓪.①" is a name to Python and 127.0.0.1 to the library that connects.
            refusal = self._doors.refusal(url) or self._doors.refusal(str(URL(url)))
        except ValueError:
            refusal = "not a valid address"
        return f"refused: {refusal}" if refusal else None

    async def _hop(self, url: str, hop: str, headers: dict[str, str], budget: Budget | None) -> Fetched | Failure:
        loop = asyncio.get_running_loop()
        async with self._turn(hop).lock:
            due = self._due(hop)
            reason = self._reason_to_wait(hop) or (SPENT if budget and not budget.affords(due) else None)
            if reason:
                return Failure(url=url, reason=reason, until=self.asked_off(hop))
            start = loop.time()
            try:
                await asyncio.sleep(due)
                self._turn(hop).last = loop.time()
                return self._heard(await self._exchange(url, hop, headers), hop)
            except TimeoutError:
                return Failure(url=url, reason="timed out")
            except (aiohttp.ClientError, OSError, ValueError) as error:
                return Failure(url=url, reason=in_words(error))
            finally:
                if budget:
                    budget.charge(loop.time() - start)

    async def _exchange(self, url: str, hop: str, headers: dict[str, str]) -> Fetched | Failure:
        self.requests += 1
        async with self._session.get(URL(hop), headers=headers, allow_redirects=False) as response:
            self.answers += 1
            # What comes with a redirect or an error is nobody's news, and may never end.
            body = await self._body(response) if response.status == 200 else b""
            if isinstance(body, str):
                return Failure(url=url, reason=body)
            return Fetched(
                url=url,
                final_url=normalise(hop) or hop,
                status=response.status,
                headers=tuple((str(name), value) for name, value in response.headers.items()),
                body=body,
                fetched_at=self._clock(),
            )

    async def _body(self, response: aiohttp.ClientResponse) -> bytes | str:
        """The decompressed body, or why it is not taken: it grows past the cap, or unpacks to absurdly much."""
        most, ratio = self.manners.max_body, self.manners.max_ratio
        too_large = f"larger than {most // 1_000_000} MB"
        if (response.content_length or 0) > most:
            return too_large
        parts, size = [], 0
        async for part in response.content.iter_chunked(65_536):
            size += len(part)
            packed = response.content.total_compressed_bytes
            if size > most:
                return too_large
            if packed and size > _RATIO_FROM and size > ratio * packed:
                return f"unpacks to more than {ratio} times its size"
            parts.append(part)
        return b"".join(parts)

    def _heard(self, answer: Fetched | Failure, hop: str) -> Fetched | Failure:
        """The answer, once its wish to be left alone has been noted."""
        if isinstance(answer, Fetched):
            written, date = answer.header("Retry-After"), answer.header("Date")
            wait = asked_to_wait(answer.status, written, date=date, now=self._clock())
            if wait is not None:
                self.hosts.waits[host_of(hop)] = self._clock() + wait
        return answer

    def _turn(self, url: str) -> _Turn:
        return self._turns.setdefault(host_of(url), _Turn())

    def _reason_to_wait(self, url: str) -> str | None:
        until = self.asked_off(url)
        return f"{host_of(url)} asked to be left alone until {until:%Y-%m-%d %H:%M} UTC" if until else None

    def _due(self, url: str) -> float:
        """Seconds until the host may be asked again: its spacing with jitter, or what its robots.txt asks for."""
        turn = self._turn(url)
        if turn.last is None:
            return 0.0
        target = URL(url)
        named = self._doors.is_named(target.raw_host or "", target.port or 0)
        spacing = self.manners.spacing_of(f"{target.raw_host}:{target.port}", is_named=named)
        due = turn.last + max(pause(spacing, self._chance), self.hosts.delays.get(host_of(url), 0.0))
        return max(0.0, due - asyncio.get_running_loop().time())


def _judged(answer: Fetched | Failure, moved_to: str | None) -> Fetched | Failure:
    if isinstance(answer, Failure):
        return answer
    if answer.status in (200, 304, 404, 410):
        return replace(answer, moved_to=moved_to)
    return Failure(url=answer.url, reason=f"answered {answer.status}", status=answer.status)
