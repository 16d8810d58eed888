"""A night against every misbehaviour: the hostile source pays for it, and nobody else."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from demo.misbehaviour import FLOOD, MISBEHAVIOURS
from demo.registry import registry
from demo.server import Server
from demo.world import load, night
from sources.addresses import Doors
from sources.crawl import Task, crawl
from sources.http import Manners
from sources.registry import read_registry
from stories.model import Organisation
from stories.visit import Memory, Visit

VICTIM = "svenskstod/nyheter"
ADDRESS = "svenskstod.localhost/rss.xml"
SITES = ("svenskstod", "savonkuulo", "vanhavirta")
NOW = night(7)
MANNERS = Manners(connect_timeout=3, read_timeout=3, total_timeout=4, max_body=3_000_000, reading_timeout=2)

# What the victim's visit says: why it failed; None when it is read as if nothing were wrong.
FAILS = {
    "429 for an hour": "answered 429",
    "429 until a date": "answered 429",
    "429 without a word": "answered 429",
    "503 for two minutes": "answered 503",
    "500": "answered 500",
    "redirect loop": "more than 5 redirects",
    "redirect inside": r"refused: 169\.254\.169\.254",
    "redirect to a file": "redirects to no usable address",
    "redirect to digits": r"refused|redirects to no usable address",
    "redirect to a mapped address": "refused",
    "robots.txt forbids": "robots.txt does not allow it",
    "robots.txt is down": "robots.txt: answered 500",
    "304 to everybody": "answered 304 to",
    "says gzip, is none": "gzip|ContentEncoding|broken",
    "nothing at all": "not a feed",
    "endless body": "larger than 3 MB",
    "gzip bomb": r"larger than 3 MB|unpacks to more than 200 times",
    "slow drip": "timed out",
    "no answer": "timed out",
    "a length that lies": r"Payload|closed|complete",
    "huge header": "headers are broken or too large",
    "many headers": "headers are broken or too large",
    "not a feed": "not a feed",
    "gone": "answered 410",
}
RESTS = {"robots.txt asks for rest"}
READS = sorted(MISBEHAVIOURS.keys() - FAILS.keys() - RESTS - {"entity bomb", "deep markup"})


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(load(), now=NOW) as running:
        yield running


@pytest.fixture(scope="module")
def organisations(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Organisation]:
    folder = tmp_path_factory.mktemp("organisations")
    for name, text in registry(server.port).items():
        if name.removesuffix(".toml") in SITES:
            (folder / name).write_text(text, encoding="utf-8")
    return read_registry(folder)


def visits(
    server: Server, organisations: Sequence[Organisation], manners: Manners = MANNERS, memory: Memory | None = None
) -> dict[str, Visit]:
    tasks = [
        Task(
            source=source,
            organisation=organisation,
            memory=memory if memory and source.name == VICTIM else Memory(source=source.name),
        )
        for organisation in organisations
        for source in organisation.sources
    ]
    doors = Doors.of(server.allow)
    return {visit.source: visit for visit in asyncio.run(crawl(tasks, doors=doors, manners=manners, now=NOW))}


def titles(visit: Visit) -> set[str]:
    return {article.title for article in visit.articles}


@pytest.fixture(scope="module")
def peace(server: Server, organisations: Sequence[Organisation]) -> dict[str, Visit]:
    """The same night when everybody behaves."""
    return visits(server, organisations)


def spoiled(
    server: Server, organisations: Sequence[Organisation], name: str, manners: Manners = MANNERS
) -> dict[str, Visit]:
    server.answers = dict(MISBEHAVIOURS[name](server, ADDRESS))
    asked = len(server.log)
    start = time.monotonic()
    try:
        found = visits(server, organisations, manners)
    finally:
        server.answers = {}
    assert time.monotonic() - start < 20, "a night of a few small sites takes a few seconds"
    robots = [seen for seen in server.log[asked:] if seen.path == "/robots.txt"]
    assert len(robots) == len({seen.host for seen in robots}), "robots.txt is asked once a night"
    return found


def others(found: dict[str, Visit]) -> dict[str, tuple[str, set[str], int]]:
    return {name: (one.outcome, titles(one), one.requests) for name, one in found.items() if name != VICTIM}


@pytest.mark.parametrize("name", sorted(MISBEHAVIOURS))
def test_nobody_else_pays(
    server: Server, organisations: Sequence[Organisation], peace: dict[str, Visit], name: str
) -> None:
    found = spoiled(server, organisations, name)
    assert others(found) == others(peace)
    victim = found[VICTIM]
    assert victim.requests <= MANNERS.source_requests
    assert not (victim.error or "").startswith("internal error")
    if name in FAILS:
        assert victim.outcome == "failed"
        assert re.search(FAILS[name], victim.error or ""), victim.error
        assert victim.requests <= 6
        assert victim.next_attempt_at is not None
        assert victim.next_attempt_at > NOW
    if name in RESTS:
        assert (victim.outcome, victim.requests) == ("resting", 0)
        assert victim.next_attempt_at is not None
        assert victim.next_attempt_at > NOW + timedelta(hours=2)
    if name in READS:
        assert victim.outcome == "read"
        assert titles(victim) >= titles(peace[VICTIM]) or name == "broken feed"


def test_every_misbehaviour_has_a_verdict() -> None:
    assert FAILS.keys() <= MISBEHAVIOURS.keys()
    assert len(READS) >= 7


@pytest.mark.parametrize(
    ("name", "hours"),
    [("429 for an hour", 1), ("429 until a date", 24), ("429 without a word", 1), ("gone", 24 * 6.5)],
)
def test_a_wish_to_be_left_alone_is_remembered(
    server: Server, organisations: Sequence[Organisation], name: str, hours: float
) -> None:
    victim = spoiled(server, organisations, name)[VICTIM]
    assert victim.next_attempt_at is not None
    assert victim.next_attempt_at >= NOW + timedelta(hours=hours)
    assert victim.rest_reason == ("gone" if name == "gone" else victim.rest_reason)


def test_a_host_that_asks_for_rest_in_the_middle_is_left_and_nothing_is_lost(
    server: Server, organisations: Sequence[Organisation], peace: dict[str, Visit]
) -> None:
    third = sorted(item.url for item in peace[VICTIM].items)[2]
    path = third.partition(f":{server.port}")[2]
    spoil = MISBEHAVIOURS["429 for an hour"](server, f"svenskstod.localhost{path}")
    server.answers = dict(spoil)
    asked = len(server.log)
    try:
        found = visits(server, organisations)[VICTIM]
    finally:
        server.answers = {}
    seen = [one for one in server.log[asked:] if one.host == "svenskstod.localhost"]
    assert seen[-1].status == 429, "after that the host was not asked again"
    assert found.outcome == "read"
    assert (found.etag, found.body_hash) == (None, None), "the next night must see the list again"
    assert found.rest_reason == "Retry-After"
    memory = Memory(source=VICTIM, last_success_at=NOW, visited_at=NOW, known={item.url: item for item in found.items})
    rest = visits(server, organisations, memory=memory)[VICTIM]
    assert titles(found) | titles(rest) == titles(peace[VICTIM])


def test_a_budget_ends_a_visit_and_the_rest_waits(
    server: Server, organisations: Sequence[Organisation], peace: dict[str, Visit]
) -> None:
    found = visits(server, organisations, Manners(source_requests=3))[VICTIM]
    assert (found.requests, len(found.articles), found.etag) == (3, 2, None)
    assert len(found.items) == 2
    slow = visits(server, organisations, Manners(source_seconds=2, spacings={"svenskstod.localhost": 0.6}))[VICTIM]
    assert 1 <= len(slow.articles) < len(peace[VICTIM].articles)


def test_a_flood_costs_a_hundred_pages_and_brings_the_news_all_the_same(
    server: Server, organisations: Sequence[Organisation], peace: dict[str, Visit]
) -> None:
    found = spoiled(server, organisations, "flood of old items")[VICTIM]
    assert titles(peace[VICTIM]) <= titles(found)
    assert len(found.items) <= FLOOD + len(peace[VICTIM].items)
    assert found.requests <= 101


def test_an_entity_bomb_is_no_memory_and_no_title(server: Server, organisations: Sequence[Organisation]) -> None:
    found = spoiled(server, organisations, "entity bomb")[VICTIM]
    assert all(len(article.title) <= 500 and len(article.body) < 10_000 for article in found.articles)


def test_a_charset_that_lies_is_told_and_the_text_is_right(
    server: Server, organisations: Sequence[Organisation], peace: dict[str, Visit]
) -> None:
    found = spoiled(server, organisations, "lying charset")[VICTIM]
    assert found.charset_lie == "declares iso8859-1, is utf-8"
    assert titles(found) == titles(peace[VICTIM])


def test_an_etag_that_lies_is_found_out_by_the_weekly_look(
    server: Server, organisations: Sequence[Organisation]
) -> None:
    server.answers = dict(MISBEHAVIOURS["lying ETag"](server, ADDRESS))
    try:
        server.move_to(night(1))
        first = visits(server, organisations)[VICTIM]
        server.move_to(NOW)
        memory = Memory(
            source=VICTIM,
            etag=first.etag,
            body_hash=first.body_hash,
            checked_at=NOW - timedelta(days=6),
            last_success_at=NOW - timedelta(days=1),
            known={item.url: item for item in first.items},
        )
        fooled = visits(server, organisations, memory=memory)[VICTIM]
        week_old = Memory(
            source=VICTIM,
            etag=first.etag,
            body_hash=first.body_hash,
            checked_at=NOW - timedelta(days=7),
            last_success_at=NOW - timedelta(days=1),
            known={item.url: item for item in first.items},
        )
        found = visits(server, organisations, memory=week_old)[VICTIM]
    finally:
        server.answers = {}
        server.move_to(NOW)
    assert (fooled.outcome, fooled.etag_lies) == ("unchanged", False)
    assert (found.outcome, found.etag_lies) == ("read", True)
    assert found.articles


def test_a_document_that_keeps_its_reader_busy_is_given_up(
    server: Server, organisations: Sequence[Organisation]
) -> None:
    assert spoiled(server, organisations, "deep markup")[VICTIM].error == "could not be read within 2 s"


def test_a_move_is_remembered_with_where_it_was(server: Server, organisations: Sequence[Organisation]) -> None:
    found = spoiled(server, organisations, "moved")[VICTIM]
    here = f"http://svenskstod.localhost:{server.port}"
    assert (found.moved_from, found.moved_to) == (f"{here}/rss.xml", f"{here}/uusi-syote.xml")


def test_a_line_that_is_down_makes_nobody_rest(server: Server, organisations: Sequence[Organisation]) -> None:
    with Server(load(), now=NOW) as gone:
        doors = Doors.of([*server.allow, *gone.allow])
        port = gone.port
    tasks = [
        Task(
            source=replace(source, url=source.url.replace(str(server.port), str(port))),
            organisation=organisation,
            memory=Memory(source=source.name),
        )
        for organisation in organisations
        for source in organisation.sources
    ]
    found = asyncio.run(crawl(tasks, doors=doors, manners=MANNERS, now=NOW))
    assert {visit.outcome for visit in found} == {"failed"}
    assert {visit.next_attempt_at for visit in found} == {None}
