"""Every article of the sample web, read from its own page and held against the truth it was made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from urllib.parse import unquote

import pytest

from demo.server import Asked, Server
from demo.world import Gold, World, load, night
from sources.extract import read_page
from stories.model import Reading
from stories.visit import Fetched

NOW = night(7)
# Parts of a letter and headings over contacts and files that the truth does not list as text.
ALLOWED = {
    "Yhteystiedot",
    "Kontakt",
    "Contact",
    "Tiedostot",
    "Jakelussa mainitut",
    "Jakelu",
    "Valtakunnalliset yhdistykset ja järjestöt",
}


@pytest.fixture(scope="module")
def world() -> World:
    return load()


@pytest.fixture(scope="module")
def readings(world: World) -> list[tuple[Gold, Reading]]:
    with Server(world, now=NOW) as server:
        return [(gold, read_page(answer(server, gold))) for gold in world.gold(NOW)]


def answer(server: Server, gold: Gold) -> Fetched:
    place, _, query = gold.url.partition("?")
    host, slash, path = place.partition("/")
    reply = server.reply(Asked(method="GET", host=host, path=unquote(slash + path), query=query, headers={}))
    url = gold.address(server.port)
    return Fetched(
        url=url,
        final_url=url,
        status=reply.status,
        headers=reply.headers,
        body=reply.body,
        fetched_at=NOW.astimezone(UTC),
    )


def lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"^(?:- |\d+\. )", "", line))
        if bare.strip():
            yield " ".join(bare.split())


def is_file(line: str, reading: Reading) -> bool:
    return any(line == attachment.title for attachment in reading.attachments)


def test_bodies_hold_the_text_and_nothing_else(readings: list[tuple[Gold, Reading]]) -> None:
    assert len(readings) > 100
    for gold, reading in readings:
        body = list(lines(reading.body))
        truth = [line for part in gold.body for line in lines(part)]
        assert [line for line in truth if line not in " ".join(body)] == [], gold.url
        known = " ".join([*truth, *lines(gold.lead), *lines(gold.contact)])
        extra = [line for line in body if line not in known and line not in ALLOWED and not is_file(line, reading)]
        assert extra == [], gold.url


def test_titles_contacts_and_numbers(readings: list[tuple[Gold, Reading]]) -> None:
    for gold, reading in readings:
        assert (reading.failure, reading.title) == (None, gold.title), gold.url
        assert all(line in " ".join(lines(reading.body)) for line in lines(gold.contact)), gold.url
        assert reading.release == (gold.number or None), gold.url


def test_published_on_the_day_of_the_story(readings: list[tuple[Gold, Reading]]) -> None:
    """The day told, when the page tells one: a version's own later day gives way to the first publication."""
    first = {
        gold.story: min(other.published for other, _ in readings if other.story == gold.story) for gold, _ in readings
    }
    for gold, reading in readings:
        if reading.published_at is not None:
            day = reading.published_at.astimezone(NOW.tzinfo).date()
            assert day in {gold.published.date(), first[gold.story].date()}, gold.url
    assert sum(reading.published_at is not None for _, reading in readings) > 0.95 * len(readings)


def test_named_versions_are_of_the_same_story(readings: list[tuple[Gold, Reading]]) -> None:
    by_path = {gold.url: gold for gold, _ in readings}
    named = 0
    for gold, reading in readings:
        for alternate in reading.alternates:
            other = by_path[re.sub(r"^http://([^/:]+):\d+", r"\1", alternate.url)]
            assert (other.story, other.language) == (gold.story, alternate.language), gold.url
            named += 1
    assert named > 60
