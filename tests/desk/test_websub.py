"""What hubs hear when they call, from a real server: confirmations, refusals, and what is silently ignored."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from desk.websub import callback_app, served
from tests.hub import deliver
from warehouse.home import Home
from warehouse.leases import Lease, keep, lease_of

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TOPIC = "https://a.example/feed"
TOKEN = "t" * 43
ASKED = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "haaste", "hub.lease_seconds": "3600"}


@dataclass
class Desk:
    """A callback that is served, and what it has passed on."""

    home: Home
    port: int = 0
    news: list[str] = field(default_factory=list)

    def url(self, token: str = TOKEN) -> str:
        return f"http://127.0.0.1:{self.port}/websub/{token}"

    def ask(self, told: dict[str, str], token: str = TOKEN, method: str = "GET") -> tuple[int, str]:
        try:
            with urlopen(Request(f"{self.url(token)}?{urlencode(told)}", method=method), timeout=10) as answer:
                return int(answer.status), answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, ""

    def lease(self) -> Lease:
        found = lease_of(self.home, TOKEN)
        assert found is not None
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(Home(tmp_path))
    keep(found.home, lease())
    ready, loop = threading.Event(), asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        app = callback_app(found.home, clock=lambda: NOON, news=found.news.append, most=1000)
        async with served(app, port=0) as port:
            found.port = port
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(10)
    yield found
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


def lease(**told: Any) -> Lease:
    values: dict[str, Any] = {"token": TOKEN, "source": "a/feed", "topic": TOPIC, "hub": "https://hub.example/"}
    values |= {"callback": "x", "secret": "salaisuus", "asked_at": NOON, "attempts": 1}
    return Lease(**values | told)


def test_what_we_asked_for_is_confirmed_with_the_challenge(desk: Desk) -> None:
    assert desk.ask(ASKED) == (200, "haaste")
    assert desk.lease().state == "active"
    assert desk.lease().expires_at == NOON + timedelta(hours=1)
    assert desk.lease().attempts == 0


def test_a_challenge_is_never_a_page(desk: Desk) -> None:
    with urlopen(f"{desk.url()}?{urlencode(ASKED | {'hub.challenge': '<script>'})}", timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "odd",
    [
        {"hub.topic": "https://b.example/feed"},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": "publish"},
        {"hub.challenge": ""},
    ],
)
def test_what_we_did_not_ask_for_is_not_confirmed(desk: Desk, odd: dict[str, str]) -> None:
    assert desk.ask(ASKED | odd)[0] == 404
    assert desk.lease() == lease()


def test_an_address_that_nobody_was_given_confirms_nothing(desk: Desk) -> None:
    assert desk.ask(ASKED, "u" * 43)[0] == 404
    assert desk.ask(ASKED, "../x")[0] == 404
    assert desk.ask(ASKED, method="HEAD") == (200, "")
    assert desk.lease().state == "asked"


def test_the_end_that_we_wanted_is_confirmed_and_forgotten(desk: Desk) -> None:
    keep(desk.home, lease(wanted="unsubscribe", state="active"))
    assert desk.ask(ASKED)[0] == 404
    assert desk.ask(ASKED | {"hub.mode": "unsubscribe"}) == (200, "haaste")
    assert lease_of(desk.home, TOKEN) is None
    assert deliver(desk.url(), b"x", "salaisuus") == 410


def test_a_refusal_is_remembered_with_its_reason(desk: Desk) -> None:
    told = {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "suljettu"}
    assert desk.ask(told | {"hub.topic": "https://b.example/"})[0] == 404
    assert desk.ask(told)[0] == 200
    assert (desk.lease().state, desk.lease().said) == ("denied", "suljettu")


def test_signed_news_is_passed_on(desk: Desk) -> None:
    keep(desk.home, lease(state="active"))
    for method in ("sha1", "sha256", "sha384", "sha512"):
        assert deliver(desk.url(), "uutinen ä".encode(), "salaisuus", method) == 202
    assert desk.news == ["a/feed"] * 4
    assert desk.lease().heard_at == NOON


@pytest.mark.parametrize("secret", ["arvaus", None])
def test_forged_news_is_accepted_and_ignored(desk: Desk, secret: str | None) -> None:
    keep(desk.home, lease(state="active"))
    assert deliver(desk.url(), b"uutinen", secret) == 202
    assert desk.news == []
    assert desk.lease().ignored == 1


def test_news_without_a_secret_is_believed_by_its_address_alone(desk: Desk) -> None:
    keep(desk.home, lease(state="active", secret=None))
    assert deliver(desk.url(), b"uutinen", None) == 202
    assert deliver(desk.url("u" * 43), b"uutinen", None) == 410
    assert desk.news == ["a/feed"]


def test_a_delivery_beyond_the_cap_is_refused_whether_it_says_its_size_or_not(desk: Desk) -> None:
    keep(desk.home, lease(state="active"))
    assert deliver(desk.url(), b"x" * 1001, "salaisuus") == 413
    with socket.create_connection(("127.0.0.1", desk.port), timeout=10) as line:
        head = f"POST /websub/{TOKEN} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        line.sendall(head.encode() + b"1000\r\n" + b"x" * 0x1000 + b"\r\n")
        assert b" 413 " in line.recv(100)
    assert desk.news == []
