"""Where hubs call: each subscription has an address of its own, which asks back and takes the word that there is news.

What a hub delivers is only believed to say "look now": its text is never read. https://www.w3.org/TR/websub/
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sources.websub import LEASE, Denial, Verification, is_meant, is_signed, read_question
from warehouse.home import Home
from warehouse.leases import Lease, amend, lease_of

PATH = "/websub/"
MOST = 5_000_000  # bytes of a delivery: a feed of news is far below
_PATIENCE = 30  # seconds for a delivery to arrive
_NEWS = Callable[[str], None]
_CLOCK = Callable[[], datetime]


def callback_app(home: Home, *, clock: _CLOCK, news: _NEWS, most: int = MOST) -> Starlette:
    """The application that hubs call; `news` is told the source, on the event loop, and must return at once."""

    async def called(request: Request) -> Response:
        token = request.path_params["token"]
        if request.method == "HEAD":  # nobody would hear the answer: nothing is confirmed
            return _plain("")
        if request.method == "POST":
            return await _delivered(request, home, token, clock(), news, most)
        question = read_question(request.query_params)
        if question is None:
            return _no_such_thing()
        return await asyncio.to_thread(_answered, home, token, question, clock())

    async def alive(_: Request) -> Response:
        return _plain("listening\n")

    return Starlette(
        routes=[
            Route(PATH + "{token}", called, methods=["GET", "POST"]),
            Route("/health", alive, methods=["GET"]),
        ]
    )


def _answered(home: Home, token: str, question: Verification | Denial, now: datetime) -> Response:
    """The answer to a hub's question: its challenge, when it asks about what we want of it; 404 otherwise."""
    if isinstance(question, Denial):
        before = amend(home, token, lambda lease: _denied(lease, question))
        return _plain("noted\n") if before and before.topic == question.topic else _no_such_thing()
    before = amend(home, token, lambda lease: _verified(lease, question, now))
    if before is None or not is_meant(question, mode=before.wanted, topic=before.topic):
        return _no_such_thing()
    return _plain(question.challenge)


def _denied(lease: Lease, denial: Denial) -> Lease:
    if denial.topic != lease.topic:
        return lease
    return replace(lease, state="denied", said=denial.reason or "the hub gave no reason")


def _verified(lease: Lease, question: Verification, now: datetime) -> Lease | None:
    if not is_meant(question, mode=lease.wanted, topic=lease.topic):
        return lease
    if question.mode == "unsubscribe":
        return None
    expires = now + (question.lease or LEASE)
    return replace(lease, state="active", granted_at=now, expires_at=expires, attempts=0, said="")


async def _delivered(request: Request, home: Home, token: str, now: datetime, news: _NEWS, most: int) -> Response:
    lease = await asyncio.to_thread(lease_of, home, token)
    if lease is None or lease.wanted == "unsubscribe":
        return Response(status_code=410)  # tells the hub that nobody wants this any more
    body = await _body(request, most)
    if body is None:
        return Response(status_code=413)
    if lease.secret and not is_signed(request.headers.get("X-Hub-Signature"), body, lease.secret):
        # 2xx all the same: a forger learns nothing, and a hub does not try again.
        await asyncio.to_thread(amend, home, token, lambda one: replace(one, ignored=one.ignored + 1))
        return Response(status_code=202)
    await asyncio.to_thread(amend, home, token, lambda one: replace(one, heard_at=now))
    news(lease.source)
    return Response(status_code=202)


async def _body(request: Request, most: int) -> bytes | None:
    """The body, None when it is larger than `most` bytes or does not arrive in time."""
    told = request.headers.get("Content-Length", "")
    if told.isascii() and told.isdigit() and int(told) > most:
        return None
    parts, size = [], 0
    with suppress(TimeoutError, ClientDisconnect):
        async with asyncio.timeout(_PATIENCE):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    return None
                parts.append(part)
            return b"".join(parts)
    return None


def _plain(text: str) -> Response:
    return PlainTextResponse(text, headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"})


def _no_such_thing() -> Response:
    return PlainTextResponse("nothing here\n", status_code=404)


@asynccontextmanager
async def served(app: Starlette, *, port: int, host: str = "127.0.0.1") -> AsyncIterator[int]:
    """Serves an application as long as the block lasts, and tells its port (0 takes any). Raises OSError if taken."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen()  # who calls before the server is ready waits, and is not turned away
        server = _Server(
            uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        )
        task = asyncio.create_task(server.serve(sockets=[door]))
        try:
            yield int(door.getsockname()[1])
        finally:
            server.should_exit = True
            await task


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        limit_concurrency=100,
        timeout_graceful_shutdown=5,
    )


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: who serves decides when to stop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
