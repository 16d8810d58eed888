"""Which hub a feed names, wherever a publisher writes it, and how a hub is asked."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.addresses import Doors
from sources.http import Failure, Manners
from sources.hubs import Asked, Naming, ask, can_name_a_hub, find, naming
from sources.websub import request
from stories.model import Source
from stories.visit import Fetched
from tests.hub import Hub
from tests.web import Answer, Web

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FEED = "https://a.example/uutiset/feed/"
HUB = "https://hub.example/"


def answer(body: str = "", *links: str) -> Fetched:
    """An answer with these Link headers."""
    headers = tuple(("Link", link) for link in links)
    return Fetched(url=FEED, final_url=FEED, status=200, headers=headers, body=body.encode(), fetched_at=NOW)


@pytest.mark.parametrize(
    "links",
    [
        [f'<{HUB}>; rel="hub"', f'<{FEED}>; rel="self"'],
        [f'<{FEED}>; rel="self", <{HUB}>; rel="hub"'],
        [f"<{HUB}>;rel=hub,<{FEED}>;rel=self"],
        [f'<{HUB}>; title="a, b; c"; REL="Hub", <./>; rel="alternate self"'],
    ],
)
def test_link_headers_name_hub_and_topic(links: list[str]) -> None:
    assert naming(answer("", *links)) == Naming(topic=FEED, hubs=(HUB,))


def test_a_link_about_another_document_names_nothing() -> None:
    assert naming(answer("", f'<{HUB}>; rel="hub"; anchor="https://b.example/"')) is None


@pytest.mark.parametrize(
    "body",
    [
        f'<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>x</title>'
        f'<atom:link rel="self" href="{FEED}"/><atom:link rel="hub" href="{HUB}"/><item><title>a</title></item></channel></rss>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"><link href="{HUB}" rel="hub"/><link rel="self" href="{FEED}"/></feed>',
        f'\n<feed xmlns="http://www.w3.org/2005/Atom"><link href="{HUB}" rel="hub"/><link rel="self" href="."/><entry><p></feed>',
        f'{{"version": "https://jsonfeed.org/version/1.1", "feed_url": "{FEED}", "hubs": [{{"type": "WebSub", "url": "{HUB}"}}]}}',
        f'<!DOCTYPE html><html><head><title>x</title><link rel="hub" href="{HUB}"><link rel=self href="{FEED}"></head><body></body></html>',
    ],
)
def test_documents_name_hub_and_topic(body: str) -> None:
    assert naming(answer(body)) == Naming(topic=FEED, hubs=(HUB,))


def test_a_prefix_that_was_not_declared_and_a_feed_of_any_length_name_their_hub() -> None:
    undeclared = (
        f'<rss><channel><atom:link rel="hub" href="{HUB}"/><atom:link rel="self" href="{FEED}"/></channel></rss>'
    )
    assert naming(answer(undeclared)) == Naming(topic=FEED, hubs=(HUB,))
    entries = "<entry><title>uutinen</title></entry>" * 30_000
    long = f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="{HUB}"/>{entries}</feed>'
    assert naming(answer(long)) == Naming(topic=FEED, hubs=(HUB,), is_self_named=False)
    told = {"items": [{"id": "x" * 100}] * 10_000, "feed_url": FEED, "hubs": [{"type": "WebSub", "url": HUB}]}
    assert naming(answer(json.dumps(told))) == Naming(topic=FEED, hubs=(HUB,))


def test_headers_go_before_the_document() -> None:
    body = '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="https://old.example/"/></feed>'
    assert naming(answer(body, f"<{HUB}>; rel=hub")) == Naming(topic=FEED, hubs=(HUB,), is_self_named=False)


def test_what_an_entry_links_to_is_the_entrys() -> None:
    entry = '<entry><link rel="hub" href="https://evil.example/"/></entry>'
    assert naming(answer(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>')) is None
    item = '<item><atom:link rel="hub" href="https://evil.example/"/></item>'
    xml = f'<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel>{item}</channel></rss>'
    assert naming(answer(xml)) is None


def test_a_topic_keeps_the_very_form_in_which_it_is_written() -> None:
    topic = "https://A.example:443/feed?utm_source=rss"
    found = naming(answer("", f"<{HUB}>; rel=hub, <{topic}>; rel=self"))
    assert found == Naming(topic=topic, hubs=(HUB,))


@pytest.mark.parametrize(
    "hub", ["javascript:alert(1)", "ftp://hub.example/", "", "http://[", "https://h.example/\x07", "h" * 3000]
)
def test_what_is_no_web_address_is_no_hub(hub: str) -> None:
    found = naming(answer("", f"<{hub}>; rel=hub"))
    assert found is None or all(one.startswith("https://a.example/") for one in found.hubs)


def test_at_most_three_hubs_are_taken() -> None:
    links = ", ".join(f"<https://h{n}.example/>; rel=hub" for n in range(50))
    found = naming(answer("", links))
    assert found is not None
    assert len(found.hubs) == 3


@given(st.text(alphabet=st.sampled_from('<>;,="\\ relhubsf:/.\t') | st.characters(), max_size=300))
def test_no_header_breaks_the_reading(link: str) -> None:
    naming(answer("", link))


@given(st.binary(max_size=300))
def test_no_document_breaks_the_reading(body: bytes) -> None:
    naming(Fetched(url=FEED, final_url=FEED, status=200, headers=(), body=body, fetched_at=NOW))


@pytest.mark.parametrize("body", ["<a>" * 100_000, "[" * 100_000, '{"hubs":' * 20_000, "<feed " + 'a="b" ' * 50_000])
def test_a_monster_is_no_feed_with_a_hub(body: str) -> None:
    assert naming(answer(body)) is None


def source(name: str, url: str, kind: str = "feed") -> Source:
    return Source(name=name, organisation=name.partition("/")[0], kind=kind, url=url)  # type: ignore[arg-type]


def test_feeds_are_asked_side_by_side_and_one_that_is_silent_is_a_value() -> None:
    link = {"Link": f"<{HUB}>; rel=hub"}
    answers = {
        "/feed": Answer(body=b"<rss/>", headers=link),
        "/none": Answer(body=b"<rss/>"),
        "/wp/feed/": Answer(headers=link),
    }
    with Web(answers) as web:
        asked = [
            source("a/feed", web.url("/feed")),
            source("a/none", web.url("/none")),
            source("a/wp", web.url("/wp/"), "wordpress"),
            source("a/gone", web.url("/gone")),
        ]
        found = asyncio.run(find(asked, doors=web.doors, manners=Manners(), now=NOW))
        assert found["a/feed"] == Naming(topic=web.url("/feed"), hubs=(HUB,), is_self_named=False)
        assert found["a/none"] is None
        assert found["a/wp"] == Naming(topic=web.url("/wp/feed/"), hubs=(HUB,), is_self_named=False)
        assert isinstance(found["a/gone"], Failure)
    assert [can_name_a_hub(one) for one in (asked[0], asked[2], source("a/p", "x", "page"))] == [True, True, False]


FORM = request("subscribe", callback="http://127.0.0.1:1/websub/x", topic=FEED, secret="s")


def test_a_hub_is_asked_with_a_form() -> None:
    with Hub(is_denying=True) as hub:
        told = asyncio.run(ask(f"{hub.url}/hub", FORM, doors=Doors.of([hub.host]), manners=Manners()))
        assert told == Asked(is_accepted=True)
        assert hub.wishes[0].form == FORM


def test_a_hub_that_says_no_is_quoted_in_one_line() -> None:
    with Hub(answers=409) as hub:
        told = asyncio.run(ask(f"{hub.url}/hub", FORM, doors=Doors.of([hub.host]), manners=Manners()))
    assert told == Asked(is_accepted=False, said="answered 409")


@pytest.mark.parametrize(
    ("hub", "said"),
    [
        ("http://127.0.0.1:9/hub", "port 9 is not open"),
        ("http://169.254.169.254/hub", "not on the public internet"),
        ("http://①②⑦.⓪.⓪.①/hub", "not on the public internet"),
        ("ftp://hub.example/", "not an http or https address"),
    ],
)
def test_a_hub_inside_is_not_asked(hub: str, said: str) -> None:
    told = asyncio.run(ask(hub, FORM, doors=Doors(), manners=Manners()))
    assert not told.is_accepted
    assert said in told.said


def test_a_hub_that_has_moved_is_followed_but_not_inside_and_not_for_ever() -> None:
    with Hub(is_denying=True) as hub:
        doors = Doors.of([hub.host])
        hub.moved_to = "/elsewhere"
        told = asyncio.run(ask(f"{hub.url}/hub", FORM, doors=doors, manners=Manners()))
        assert told == Asked(is_accepted=True)
        assert hub.wishes[0].form == FORM
        hub.moved_to = "http://127.0.0.1:9/hub"
        told = asyncio.run(ask(f"{hub.url}/hub", FORM, doors=doors, manners=Manners()))
        assert "port 9 is not open" in told.said
        hub.moved_to = f"{hub.url}/hub"
        told = asyncio.run(ask(f"{hub.url}/hub", FORM, doors=doors, manners=Manners()))
        assert told == Asked(is_accepted=False, said="more than 3 redirects")
        assert len(hub.wishes) == 1
