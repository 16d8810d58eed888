"""From a feed that names a hub to a visit, over real HTTP: subscribed, confirmed, told, renewed, ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desk.websub import callback_app, served
from flows.leasing import due, is_over, reconciled
from flows.listening import Bell, Listener, leave, listen
from flows.settings import Settings
from sources.hubs import Naming
from tests.hub import Hub, deliver
from warehouse.home import Home
from warehouse.leases import Lease, keep, leases
from warehouse.lock import Locked

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HUB, TOPIC = "https://hub.example/", "https://a.example/feed"
LEASE = Lease(token="t", source="a/feed", topic=TOPIC, hub=HUB, callback="x")
PATIENCE = 10.0


@dataclass
class Room:
    """A listener at work, with a clock that a test may move."""

    home: Home
    organisations: Path
    hub: Hub
    ahead: timedelta = timedelta()
    visited: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    failure: Exception | None = None
    port: int = 0

    def settings(self) -> Settings:
        now = (datetime.now(UTC) + self.ahead).isoformat()
        return Settings.of(
            home=self.home.root, organisations=self.organisations, allow_hosts=[self.hub.host], now=now, environment={}
        )

    def visit(self, _: Settings, source: str) -> str:
        failure, self.failure = self.failure, None
        if failure:
            raise failure
        self.visited.append(source)
        return "1 new"

    def listener(self, port: int, bell: Bell) -> Listener:
        return Listener(
            settings=self.settings,
            callback=lambda token: f"http://127.0.0.1:{port}/websub/{token}",
            visit=self.visit,
            say=self.said.append,
            bell=bell,
            breath=0.05,
        )

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Listener]:
        bell = Bell(gap=timedelta(seconds=0.2))
        app = callback_app(self.home, clock=lambda: self.settings().now, news=bell.ring)
        stop = asyncio.Event()
        async with served(app, port=self.port) as self.port:
            listener = self.listener(self.port, bell)
            task = asyncio.create_task(listen(listener, stop))
            try:
                yield listener
            finally:
                stop.set()
                await task


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    organisations = tmp_path / "organisations"
    organisations.mkdir()
    with Hub() as hub:
        (organisations / "a.toml").write_text(
            f'id = "a"\nkind = "association"\nregion = "FI"\nwebsite = "{hub.url}/"\n[name]\nfi = "A ry"\n'
            f'[[source]]\nid = "feed"\nkind = "feed"\nurl = "{hub.url}/feed"\n'
        )
        yield Room(Home(tmp_path / "home"), organisations, hub)


async def until(is_so: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, what
        await asyncio.sleep(0.02)


def test_news_comes_within_seconds_of_the_hubs_word(room: Room) -> None:
    async def story() -> None:
        async with room.at_work():
            await until(lambda: room.hub.subscriptions, "the hub has not been confirmed")
            (subscription,) = room.hub.subscriptions.values()
            assert subscription.topic == f"{room.hub.url}/feed"
            assert subscription.secret is not None
            assert len(subscription.callback.rpartition("/")[2]) >= 40
            start = time.monotonic()
            assert await asyncio.to_thread(room.hub.distribute, b"<feed/>") == [202]
            await until(lambda: room.visited == ["a/feed"], "no visit")
            assert time.monotonic() - start < 3
            assert await asyncio.to_thread(room.hub.distribute, b"<feed/>", secret="arvaus") == [202]
            await asyncio.sleep(0.4)
            assert room.visited == ["a/feed"]

    asyncio.run(story())


def test_a_lease_is_renewed_before_it_ends_and_kept_over_a_restart(room: Room) -> None:
    async def story() -> None:
        async with room.at_work():
            await until(lambda: room.hub.subscriptions, "the hub has not been confirmed")
        (before,) = leases(room.home)
        async with room.at_work():
            await asyncio.sleep(0.3)
        assert len(room.hub.wishes) == 1  # a restart alone asks for nothing
        room.ahead = timedelta(seconds=room.hub.lease * 0.85)
        async with room.at_work():
            await until(lambda: len(room.hub.wishes) > 1, "not renewed")
            assert room.hub.wishes[1].form == room.hub.wishes[0].form
            await until(lambda: leases(room.home)[0].expires_at != before.expires_at, "not granted anew")
        (after,) = leases(room.home)
        assert (after.token, after.secret) == (before.token, before.secret)
        assert after.expires_at is not None
        assert before.expires_at is not None
        assert after.expires_at > before.expires_at

    asyncio.run(story())


def test_a_hub_that_refuses_is_told_of_and_left_alone_for_a_day(room: Room) -> None:
    room.hub.is_denying = True

    async def story() -> None:
        async with room.at_work():
            await until(lambda: any("refuses it: suljettu" in line for line in room.said), "no word of the refusal")
            await asyncio.sleep(0.3)
            assert len(room.hub.wishes) == 1
            room.ahead = timedelta(days=1, minutes=1)
            await until(lambda: len(room.hub.wishes) > 1, "never asked again")

    asyncio.run(story())


def test_a_night_that_is_visiting_delays_a_visit_and_loses_none(room: Room) -> None:
    async def story() -> None:
        async with room.at_work() as listener:
            room.failure = Locked("process 1 has been visiting the sources")
            listener.bell.ring("a/feed")
            await until(lambda: room.visited == ["a/feed"], "lost")
            room.failure = RuntimeError("a bug")
            listener.bell.ring("a/feed")
            await until(lambda: any("a bug" in line for line in room.said), "not told")
            listener.bell.ring("a/feed")
            await until(lambda: room.visited == ["a/feed"] * 2, "one failed visit ended the listening")

    asyncio.run(story())


def test_a_source_that_leaves_the_registry_is_unsubscribed(room: Room) -> None:
    async def story() -> None:
        async with room.at_work():
            await until(lambda: room.hub.subscriptions, "the hub has not been confirmed")
        path = room.organisations / "a.toml"
        path.write_text(path.read_text().replace('kind = "feed"', 'kind = "page"'))
        async with room.at_work():
            await until(lambda: not leases(room.home), "still subscribed")
        assert room.hub.wishes[-1].form["hub.mode"] == "unsubscribe"
        assert room.hub.subscriptions == {}

    asyncio.run(story())


def test_leaving_ends_every_subscription(room: Room) -> None:
    async def story() -> None:
        async with room.at_work() as listener:
            await until(lambda: room.hub.subscriptions, "the hub has not been confirmed")
            (subscription,) = room.hub.subscriptions.values()
            assert await leave(listener, patience=PATIENCE) == []
            assert room.hub.subscriptions == {}
            assert await asyncio.to_thread(deliver, subscription.callback, b"x", subscription.secret) == 410

    asyncio.run(story())


def test_a_bell_rings_once_however_often_it_is_rung_and_then_waits() -> None:
    bell = Bell(gap=timedelta(minutes=1))
    for _ in range(5):
        bell.ring("a/feed")
    bell.ring("b/feed")
    assert [bell.answer(NOON), bell.answer(NOON), bell.answer(NOON)] == ["a/feed", "b/feed", None]
    bell.ring("a/feed")
    assert bell.answer(NOON + timedelta(seconds=59)) is None
    assert bell.answer(NOON + timedelta(seconds=60)) == "a/feed"


def new(source: str, topic: str, hub: str) -> Lease:
    return Lease(token="new", source=source, topic=topic, hub=hub, callback="x")


def test_a_feed_that_does_not_answer_keeps_its_subscription() -> None:
    assert list(reconciled([LEASE], {}, new)) == []


def test_another_hub_is_subscribed_to_and_the_old_one_left() -> None:
    named = {"a/feed": Naming(topic=TOPIC, hubs=("https://new.example/",))}
    left, made = reconciled([replace(LEASE, attempts=2, asked_at=NOON)], named, new)
    assert (left.wanted, left.asked_at, left.attempts) == ("unsubscribe", None, 0)
    assert (made.hub, made.token) == ("https://new.example/", "new")
    assert list(reconciled([left], {"a/feed": Naming(topic=TOPIC, hubs=(HUB,))}, new)) == [
        replace(left, wanted="subscribe")
    ]


def test_when_a_hub_is_asked_next() -> None:
    granted = replace(LEASE, state="active", asked_at=NOON, granted_at=NOON, expires_at=NOON + timedelta(days=10))
    assert due(LEASE) is None
    assert due(granted) == NOON + timedelta(days=9)
    assert due(replace(LEASE, asked_at=NOON, attempts=1)) == NOON + timedelta(minutes=5)
    assert due(replace(LEASE, asked_at=NOON, attempts=1, state="denied")) == NOON + timedelta(days=1)


def test_a_farewell_is_said_thrice_at_most() -> None:
    leaving = replace(
        LEASE, wanted="unsubscribe", state="active", granted_at=NOON, expires_at=NOON + timedelta(days=10)
    )
    assert not is_over(leaving, NOON)
    assert is_over(replace(leaving, attempts=3), NOON)
    assert is_over(leaving, NOON + timedelta(days=11))
    assert not is_over(replace(leaving, wanted="subscribe"), NOON + timedelta(days=11))


def test_a_lease_file_with_a_foreign_callback_is_asked_for_anew(room: Room) -> None:
    keep(room.home, replace(LEASE, callback="https://old.example/websub/t", state="active", asked_at=NOON))

    async def story() -> None:
        async with room.at_work():
            await until(lambda: room.hub.subscriptions, "the hub has not been confirmed")

    asyncio.run(story())
    assert {one.hub for one in leases(room.home) if one.wanted == "subscribe"} == {f"{room.hub.url}/hub"}
