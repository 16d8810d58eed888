"""The client against a real server: conditions, redirects, caps, and failures as values."""

import asyncio
import gzip
import time
from collections.abc import Mapping
from datetime import UTC, datetime

from sources.addresses import Doors
from sources.http import Client, Failure, Manners
from sources.robots import Robots
from stories.model import Fetched
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
            await asyncio.gather(*(client.listing(web.url("/feed")) for _ in range(5)))

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
