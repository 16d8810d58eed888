"""A polite, guarded HTTP client: what was answered, or why there is no answer, as values."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from sources.addresses import Doors, host_of, normalise
from stories.model import Fetched

_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How the client behaves: who it says it is, how long it waits, how much it takes (seconds, bytes)."""

    agent: str = "Kooste/0.1 (nightly reader of civil society news; one request at a time)"
    spacing: float = 1.0
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    total_timeout: float = 60.0
    max_body: int = 15_000_000
    max_redirects: int = 5
    robots: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an address gave no usable answer, in one clear line; `status` when the server said so itself."""

    url: str
    reason: str
    status: int | None = None


@dataclass(slots=True)
class _Turn:
    """One host's turn: a single request at a time, and the moment (loop time) before which the next must not start."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    not_before: float = 0.0


class _GuardedResolver(AbstractResolver):
    """Resolves names and refuses the answers that point inside: connections use exactly what was checked here."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._inner = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        # RFC 6761: names below .localhost are loopback, whatever a name server says.
        name = "127.0.0.1" if host.lower().endswith(".localhost") else host
        found = await self._inner.resolve(name, port, family)
        refusals = [self._doors.address_refusal(host, port, answer["host"]) for answer in found]
        # One inside answer among public ones is a rebinding attempt: refuse them all.
        reason = next((refusal for refusal in refusals if refusal), None)
        if reason:
            raise OSError(reason)
        return found

    async def close(self) -> None:
        await self._inner.close()


class Client:
    """Fetches addresses one at a time a host, spaced, guarded at every hop; an async context manager.

    `clock` gives the instant that is written into what is fetched.
    """

    def __init__(self, doors: Doors, manners: Manners, clock: Callable[[], datetime]) -> None:
        self._doors = doors
        self._manners = manners
        self._clock = clock
        self._turns: dict[str, _Turn] = {}
        self._shared: dict[tuple[str, str | None, str | None], asyncio.Task[Fetched | Failure]] = {}
        self.requests = 0

    async def __aenter__(self) -> Self:
        manners = self._manners
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=_GuardedResolver(self._doors), limit=32, ttl_dns_cache=300),
            timeout=aiohttp.ClientTimeout(
                total=manners.total_timeout,
                sock_connect=manners.connect_timeout,
                sock_read=manners.read_timeout,
            ),
            headers={"User-Agent": manners.agent, "Accept-Language": "fi, sv;q=0.9, en;q=0.5, *;q=0.1"},
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, accept: str = "*/*"
    ) -> Fetched | Failure:
        """The answer of an address after its redirects (status 200, 304, 404 or 410), or why there is none."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {"Accept": accept} | {name: value for name, value in conditions.items() if value}
        hop, permanent = url, True
        for _ in range(self._manners.max_redirects + 1):
            refusal = self._doors.refusal(hop)
            if refusal:
                return Failure(url=url, reason=f"refused: {refusal}")
            answer = await self._hop(url, hop, headers)
            if isinstance(answer, Failure) or answer.status not in _REDIRECTS:
                return _judged(answer, moved_to=hop if permanent and hop != url else None)
            target = normalise(answer.header("Location") or "", hop)
            if target is None:
                return Failure(url=url, reason=f"redirects to no usable address from {hop}", status=answer.status)
            hop, permanent = target, permanent and answer.status in _PERMANENT
        return Failure(url=url, reason=f"more than {self._manners.max_redirects} redirects")

    async def listing(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | Failure:
        """As `get`, asked once a night however many sources read the same address (a ministries' joint feed)."""
        key = url, etag, last_modified
        if key not in self._shared:
            self._shared[key] = asyncio.create_task(self.get(url, etag=etag, last_modified=last_modified))
        return await self._shared[key]

    async def _hop(self, url: str, hop: str, headers: dict[str, str]) -> Fetched | Failure:
        async with self._turn(hop).lock:
            await self._wait(hop)
            try:
                return await self._exchange(url, hop, headers)
            except TimeoutError:
                return Failure(url=url, reason="timed out")
            except (aiohttp.ClientError, OSError, ValueError) as error:
                return Failure(url=url, reason=_plain(error))

    async def _exchange(self, url: str, hop: str, headers: dict[str, str]) -> Fetched | Failure:
        self.requests += 1
        async with self._session.get(hop, headers=headers, allow_redirects=False) as response:
            body = await self._body(response)
            if body is None:
                return Failure(url=url, reason=f"larger than {self._manners.max_body // 1_000_000} MB")
            return Fetched(
                url=url,
                final_url=normalise(hop) or hop,
                status=response.status,
                headers=tuple((str(name), value) for name, value in response.headers.items()),
                body=body,
                fetched_at=self._clock(),
            )

    async def _body(self, response: aiohttp.ClientResponse) -> bytes | None:
        """The decompressed body; None once it grows past the cap."""
        if (response.content_length or 0) > self._manners.max_body:
            return None
        parts, size = [], 0
        async for part in response.content.iter_chunked(65_536):
            size += len(part)
            if size > self._manners.max_body:
                return None
            parts.append(part)
        return b"".join(parts)

    def _turn(self, url: str) -> _Turn:
        return self._turns.setdefault(host_of(url), _Turn())

    async def _wait(self, url: str) -> None:
        """Waits for the host's turn. A host that the operator named is their own: no spacing there."""
        parts, loop, turn = urlsplit(url), asyncio.get_running_loop(), self._turn(url)
        named = self._doors.is_named(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        if turn.not_before > loop.time():
            await asyncio.sleep(turn.not_before - loop.time())
        turn.not_before = loop.time() + (0.0 if named else self._manners.spacing)


def _judged(answer: Fetched | Failure, moved_to: str | None) -> Fetched | Failure:
    if isinstance(answer, Failure):
        return answer
    if answer.status in (200, 304, 404, 410):
        return replace(answer, moved_to=moved_to)
    return Failure(url=answer.url, reason=f"answered {answer.status}", status=answer.status)


def _plain(error: Exception) -> str:
    """One line that an operator understands, without object addresses or nested exceptions."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "host name does not resolve (no network?)" if error.os_error.errno else str(error.os_error)
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"certificate not trusted: {error.certificate_error}"
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"cannot connect: {error.os_error.strerror or error.os_error}"
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "the server closed the connection"
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
