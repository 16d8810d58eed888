"""Every phase of a request has an end: the name, the connection, TLS, the head, the body, and the whole."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest

from sources.addresses import Doors
from sources.http import Client, Failure, Manners

NOW = datetime(2026, 11, 23, tzinfo=UTC)
MANNERS = Manners(connect_timeout=0.4, read_timeout=0.5, total_timeout=1.2)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


def mute(_: socket.socket) -> None:
    """Takes the connection, and says nothing."""


def half_a_head(visitor: socket.socket) -> None:
    visitor.sendall(HEAD)


def half_a_body(visitor: socket.socket) -> None:
    visitor.sendall(HEAD + b"Content-Length: 1000\r\n\r\n<rss>")


def drops(visitor: socket.socket) -> None:
    with closing(visitor):
        for letter in HEAD + b"\r\n" + b" " * 1_000:
            visitor.sendall(bytes([letter]))
            time.sleep(0.1)


@contextmanager
def listening(behave: Callable[[socket.socket], None]) -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        held: list[socket.socket] = []

        def serve() -> None:
            try:
                while True:
                    visitor, _ = server.accept()
                    held.append(visitor)
                    visitor.recv(10_000)
                    behave(visitor)
            except OSError:
                return

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        for visitor in held:
            visitor.close()


def asked(scheme: str, port: int) -> tuple[object, float]:
    async def ask() -> object:
        async with Client(Doors.of([f"127.0.0.1:{port}"]), MANNERS, lambda: NOW) as client:
            return await client.get(f"{scheme}://127.0.0.1:{port}/")

    start = time.monotonic()
    return asyncio.run(ask()), time.monotonic() - start


@pytest.mark.parametrize(
    ("scheme", "behave"),
    [("http", mute), ("https", mute), ("http", half_a_head), ("http", half_a_body), ("http", drops)],
)
def test_a_server_that_stops_in_any_phase_is_left(scheme: str, behave: Callable[[socket.socket], None]) -> None:
    with listening(behave) as port:
        answer, seconds = asked(scheme, port)
    assert isinstance(answer, Failure)
    assert "timed out" in answer.reason
    assert seconds < 2.5


def test_a_server_that_accepts_nobody_is_left() -> None:
    with closing(socket.socket()) as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        answer, seconds = asked("http", port)
        for one in waiting:
            one.close()
    assert isinstance(answer, Failure)
    assert seconds < 2.5


def test_a_name_server_that_does_not_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object, **__: object) -> list[object]:
        time.sleep(1.6)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)

    async def ask() -> tuple[object, float]:
        start = time.monotonic()
        async with Client(Doors(), MANNERS, lambda: NOW) as client:
            return await client.get("http://hidas.example/"), time.monotonic() - start

    answer, seconds = asyncio.run(ask())
    assert isinstance(answer, Failure)
    assert seconds < 1.4
