"""The client against a real server: conditions, redirects, caps, and failures as values."""

import asyncio
import gzip
import itertools
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from backports import zstd

from sources.addresses import Doors
from sources.http import Client, Failure, Manners
from sources.restraint import SPENT, Budget, Hosts
from sources.robots import Robots
from stories.visit import Fetched
from tests.web import Answer, Web

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def ask(
    web: Web, path: str, *, etag: str | None = None, manners: Manners | None = None, doors: Doors | None = None
) -> Fetched | Failure:
    async def one() -> Fetched | Failure:
        async with Client(doors or web.doors, manners or Manners(), lambda: NOW) as client:
            return await client.get(web.url(path), etag=etag)

    return asyncio.run(one())


def fetched(answer: Fetched | Failure) -> Fetched:
    assert isinstance(answer, Fetched), answer
    return answer


def reason(answer: Fetched | Failure) -> str:
    assert isinstance(answer, Failure), answer
    return answer.reason


def test_an_answer_is_a_value_with_its_headers_and_instant() -> None:
    body = gzip.compress(b"hei")
    with Web({"/": Answer(headers={"ETag": '"a"', "Content-Encoding": "gzip"}, body=body)}) as web:
        answer = fetched(ask(web, "/"))
    assert (answer.body, answer.header("etag"), answer.fetched_at, answer.moved_to) == (b"hei", '"a"', NOW, None)


def test_conditions_are_sent_and_304_comes_back() -> None:
    def reply(headers: Mapping[str, str]) -> Answer:
        return Answer(304 if headers.get("if-none-match") == '"a"' else 200)

    with Web({"/": reply}) as web:
        assert fetched(ask(web, "/", etag='"a"')).status == 304
        assert fetched(ask(web, "/", etag='"b"')).status == 200


def test_who_we_are_is_said() -> None:
    with Web({"/": Answer()}) as web:
        ask(web, "/")
    assert web.asked[0][1]["user-agent"].startswith("Kooste/")


def test_permanent_moves_are_told_and_temporary_ones_are_not() -> None:
    answers = {
        "/old": Answer(301, {"Location": "/older"}),
        "/older": Answer(308, {"Location": "/new"}),
        "/now": Answer(302, {"Location": "/new"}),
        "/new": Answer(body=b"x"),
    }
    with Web(answers) as web:
        moved, elsewhere = fetched(ask(web, "/old")), fetched(ask(web, "/now"))
        assert moved.moved_to == web.url("/new")
    assert (elsewhere.moved_to, elsewhere.final_url.endswith("/new")) == (None, True)


def test_redirects_end_somewhere() -> None:
    with Web({"/": Answer(302, {"Location": "/"})}) as web:
        assert "redirects" in reason(ask(web, "/"))
        assert len(web.asked) == 6


def test_a_redirect_leads_inside_only_through_a_named_door() -> None:
    with Web({"/secret": Answer(body=b"x")}) as inner:
        with Web({"/": Answer(302, {"Location": inner.url("/secret")})}) as outer:
            assert reason(ask(outer, "/")).startswith("refused: ")
        assert inner.asked == []


def test_a_redirect_out_of_http_is_a_failure() -> None:
    with Web({"/": Answer(302, {"Location": "file:///etc/passwd"})}) as web:
        assert "redirects to no usable address" in reason(ask(web, "/"))


def test_bodies_are_capped_also_when_they_unpack_or_never_end() -> None:
    small = Manners(max_body=10_000)
    bomb = gzip.compress(b"0" * 1_000_000)
    answers = {
        "/long": Answer(body=b"0" * 20_000),
        "/bomb": Answer(headers={"Content-Encoding": "gzip"}, body=bomb),
        "/endless": Answer(chunks=(b"0" * 4_000,) * 10),
    }
    with Web(answers) as web:
        assert all("larger than" in reason(ask(web, path, manners=small)) for path in answers)


def test_a_slow_server_costs_its_own_time_only() -> None:
    def slow(_: object) -> Answer:
        time.sleep(0.6)
        return Answer()

    with Web({"/": slow}) as web:
        assert reason(ask(web, "/", manners=Manners(read_timeout=0.1))) == "timed out"


def test_statuses_that_say_nothing_are_failures() -> None:
    with Web({"/500": Answer(500), "/410": Answer(410)}) as web:
        assert reason(ask(web, "/500")) == "answered 500"
        assert fetched(ask(web, "/410")).status == 410


def test_a_closed_port_is_one_clear_line() -> None:
    with Web({}) as web:
        pass
    assert reason(ask(web, "/")).startswith("cannot connect: ")


def test_requests_to_one_host_never_overlap() -> None:
    inside, most = [0], [0]

    def count(_: object) -> Answer:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.02)
        inside[0] -= 1
        return Answer()

    async def many(web: Web) -> None:
        async with Client(web.doors, Manners(), lambda: NOW) as client:
            await asyncio.gather(*(client.get(web.url("/")) for _ in range(5)))

    with Web({"/": count}) as web:
        asyncio.run(many(web))
    assert (most[0], len(web.asked)) == (1, 5)


def test_one_listing_read_by_many_sources_is_asked_once() -> None:
    async def many(web: Web) -> None:
        async with Client(web.doors, Manners(), lambda: NOW) as client:
            await asyncio.gather(*(client.shared(web.url("/feed")) for _ in range(5)))

    with Web({"/feed": Answer()}) as web:
        asyncio.run(many(web))
    assert web.paths() == ["/feed"]


def refusals(robots: Answer, *paths: str) -> list[str | None]:
    async def check(web: Web) -> list[str | None]:
        async with Client(web.doors, Manners(), lambda: NOW) as client:
            rules = Robots(client)
            return [await rules.refusal(web.url(path)) for path in paths]

    with Web({"/robots.txt": robots}) as web:
        found = asyncio.run(check(web))
    assert web.paths() == ["/robots.txt"]
    return found


def test_robots_txt_is_asked_once_and_obeyed() -> None:
    rules = b"User-agent: *\nDisallow: /private\n\nUser-agent: Kooste\nDisallow: /secret\n"
    assert refusals(Answer(body=rules), "/", "/private", "/secret/x") == [None, None, "robots.txt does not allow it"]


def test_no_robots_txt_is_no_rule_and_a_broken_one_keeps_us_off() -> None:
    assert refusals(Answer(404), "/") == [None]
    assert refusals(Answer(503), "/") == ["robots.txt: answered 503"]


def test_rules_hold_on_the_way_of_a_redirect_too() -> None:
    async def check(web: Web) -> Fetched | Failure:
        async with Client(web.doors, Manners(), lambda: NOW) as client:
            return await client.get(web.url("/"), gate=Robots(client).refusal)

    rules = Answer(body=b"User-agent: *\nDisallow: /private\n")
    with Web({"/robots.txt": rules, "/": Answer(302, {"Location": "/private"}), "/private": Answer()}) as web:
        assert reason(asyncio.run(check(web))) == "robots.txt does not allow it"
    assert web.paths() == ["/robots.txt", "/"]


def gaps(manners: Manners, robots: bytes = b"", count: int = 4) -> list[float]:
    """Seconds between requests, as the server's own clock has them."""
    times: list[float] = []

    def note(_: object) -> Answer:
        times.append(time.monotonic())
        return Answer()

    async def ask_all(web: Web) -> None:
        async with Client(web.doors, manners, lambda: NOW, chance=random.Random(1)) as client:
            rules = Robots(client)
            for number in range(count):
                await client.get(web.url(f"/{number}"), gate=rules.refusal)

    with Web({"/robots.txt": Answer(body=robots)} | {f"/{number}": note for number in range(count)}) as web:
        manners = replace(manners, spacings={name.format(web=web): at for name, at in manners.spacings.items()})
        asyncio.run(ask_all(web))
    return [after - before for before, after in itertools.pairwise(times)]


@pytest.mark.parametrize("name", ["{web.host}", "127.0.0.1", "*"])
def test_requests_to_a_host_are_spaced_with_jitter_as_the_setting_says(name: str) -> None:
    found = gaps(Manners(spacings={name: 0.2}))
    assert all(0.13 <= gap <= 0.5 for gap in found)
    assert max(found) - min(found) > 0.005


def test_an_operators_own_host_is_not_spaced_unless_set() -> None:
    assert sum(gaps(Manners(spacing=5.0))) < 1
    assert sum(gaps(Manners(spacing=5.0, spacings={"other.example": 9.0}))) < 1


def test_a_crawl_delay_is_obeyed_also_on_an_operators_own_host() -> None:
    rules = b"User-agent: *\nCrawl-delay: 9\n\nUser-agent: Kooste\nCrawl-delay: 0.25\n"
    assert all(gap >= 0.24 for gap in gaps(Manners(), rules, 3))


def test_one_host_that_asks_for_rest_is_not_asked_again_tonight_and_others_are() -> None:
    busy = {"/": Answer(429, {"Retry-After": "7200"}), "/next": Answer()}

    async def check(one: Web, other: Web) -> list[str | None]:
        doors, hosts = Doors.of([one.host, other.host]), Hosts()
        reasons = []
        for batch in (("/", "/next"), ("/next",)):  # a new client, the same night
            async with Client(doors, Manners(), lambda: NOW, hosts=hosts) as client:
                answers = [await client.get(one.url(path)) for path in batch]
                reasons += [answer.reason if isinstance(answer, Failure) else None for answer in answers]
                assert isinstance(await client.get(other.url("/")), Fetched)
                assert client.asked_off(one.url("/x")) == NOW + timedelta(hours=2)
        return reasons

    with Web(busy) as one, Web({"/": Answer()}) as other:
        said = f"{one.host} asked to be left alone until 2026-11-23 02:00 UTC"
        assert asyncio.run(check(one, other)) == ["answered 429", said, said]
        assert one.paths() == ["/"]


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("br", import_module("brotli").compress), ("zstd", zstd.compress)],
)
def test_bodies_are_unpacked_and_a_bomb_is_not(coding: str, pack: Callable[[bytes], bytes]) -> None:
    packed = {"Content-Encoding": coding}
    answers = {
        "/": Answer(headers=packed, body=pack("Järjestöt".encode())),
        "/bomb": Answer(headers=packed, body=pack(b" " * 8_000_000)),
        "/broken": Answer(headers=packed, body=b"this is not packed at all, whatever the header says"),
    }
    with Web(answers) as web:
        assert fetched(ask(web, "/")).body.decode() == "Järjestöt"
        assert coding in web.asked[0][1]["accept-encoding"]
        assert reason(ask(web, "/bomb")) == "unpacks to more than 200 times its size"
        assert "decode" in reason(ask(web, "/broken"))


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_comes_with_an_error_or_a_redirect_is_not_read(status: int) -> None:
    answers = {
        "/": Answer(status, {"Location": "/there"}, chunks=(b"0" * 100_000,) * 300),
        "/there": Answer(body=b"x"),
    }
    with Web(answers) as web:
        answer = ask(web, "/")
    assert not isinstance(answer, Fetched) or len(answer.body) <= 1


@pytest.mark.parametrize("headers", [{"X-Long": "x" * 50_000}, {f"X-{number}": "x" for number in range(500)}])
def test_huge_heads_are_refused(headers: dict[str, str]) -> None:
    with Web({"/": Answer(headers=headers)}) as web:
        assert reason(ask(web, "/")).startswith("its HTTP headers are broken or too large")


def test_a_budget_pays_for_every_hop_and_then_nothing_is_asked() -> None:
    async def check(web: Web) -> list[str | None]:
        budget = Budget(requests=4)
        async with Client(web.doors, Manners(), lambda: NOW) as client:
            answers = [await client.get(web.url("/"), budget=budget) for _ in range(4)]
        assert budget.used == 4
        return [answer.reason if isinstance(answer, Failure) else None for answer in answers]

    with Web({"/": Answer(302, {"Location": "/there"}), "/there": Answer()}) as web:
        assert asyncio.run(check(web)) == [None, None, SPENT, SPENT]
        assert len(web.asked) == 4


def test_waiting_longer_than_the_budget_is_not_begun() -> None:
    async def check(web: Web) -> float:
        hosts = Hosts(delays={web.host: 600.0})
        start = time.monotonic()
        async with Client(web.doors, Manners(), lambda: NOW, hosts=hosts) as client:
            await client.get(web.url("/"), budget=(budget := Budget(seconds=5)))
            assert reason(await client.get(web.url("/"), budget=budget)) == SPENT
        return time.monotonic() - start

    with Web({"/": Answer()}) as web:
        assert asyncio.run(check(web)) < 2


def test_two_sites_of_one_night_share_what_was_learnt_of_robots() -> None:
    async def check(web: Web) -> None:
        hosts = Hosts()
        for _ in range(3):
            async with Client(web.doors, Manners(), lambda: NOW, hosts=hosts) as client:
                assert await Robots(client).refusal(web.url("/x")) is None

    with Web({"/robots.txt": Answer(body=b"User-agent: *\nDisallow:\n")}) as web:
        asyncio.run(check(web))
    assert web.paths() == ["/robots.txt"]
