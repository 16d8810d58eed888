"""Names of writers and of where an entry comes from, as feeds and pages write them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.authors import names
from sources.extract import read_page
from sources.feeds import read_feed
from stories.model import Source
from tests.sources.small_web import TEXT
from tests.sources.test_extract import fetched

SOURCE = Source(name="a/news", organisation="a", kind="feed", url="https://a.example/feed")


def rss(inside: str) -> tuple[str, ...]:
    item = f"<item><title>T</title><link>https://a.example/1</link>{inside}</item>"
    text = f"<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Portaali</title>{item}</channel></rss>"
    (found,) = read_feed(text.encode(), url=SOURCE.url, source=SOURCE).items
    return found.authors


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<dc:creator><![CDATA[SOSTE ry]]></dc:creator>", ("SOSTE ry",)),
        ("<dc:creator>SOSTE ry</dc:creator><dc:creator>Anna Virta</dc:creator>", ("SOSTE ry", "Anna Virta")),
        ("<author>tieto@soste.example (SOSTE ry)</author>", ("SOSTE ry",)),
        ("<author>tieto@soste.example</author>", ()),
        ("<dc:creator>SOSTE ry; Folkhälsan</dc:creator>", ("SOSTE ry", "Folkhälsan")),
        ("<source url='https://b.example/feed'>Alkulähde ry</source>", ("Alkulähde ry",)),
        ("<dc:publisher>Julkaisija ry</dc:publisher>", ("Julkaisija ry",)),
        ("", ()),
    ],
)
def test_of_rss(inside: str, told: tuple[str, ...]) -> None:
    assert rss(inside) == told


def test_of_atom_the_entrys_own_and_not_the_portals() -> None:
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Portaali</title><author><name>Portaali</name></author>"
        "<entry><title>T</title><link href='https://a.example/1'/><author><name>Oma ry</name></author>"
        "<source><title>Alku ry</title><id>x</id></source></entry>"
        "<entry><title>U</title><link href='https://a.example/2'/></entry></feed>"
    )
    items = read_feed(atom.encode(), url=SOURCE.url, source=SOURCE).items
    assert [item.authors for item in items] == [("Oma ry", "Alku ry"), ()]


def test_of_json_feed_in_both_its_versions() -> None:
    told = {"items": [
        {"url": "https://a.example/1", "title": "T", "authors": [{"name": "Oma ry"}, "odd", {"url": "x"}]},
        {"url": "https://a.example/2", "title": "U", "author": {"name": "Anna Virta"}},
        {"url": "https://a.example/3", "title": "V", "author": 5, "authors": {"name": "x"}},
    ]}  # fmt: skip
    items = read_feed(json.dumps(told).encode(), url=SOURCE.url, source=SOURCE).items
    assert [item.authors for item in items] == [("Oma ry",), ("Anna Virta",), ()]


def test_of_a_pages_head() -> None:
    data = '{"@type": "NewsArticle", "headline": "T", "author": [{"name": "Anna Virta"}, "SOSTE ry"]}'
    head = f"<script type='application/ld+json'>{data}</script><meta name='author' content='SOSTE ry'>"
    page = f"<html lang='fi'><head>{head}</head><body><article><h1>T</h1>{TEXT}</article></body></html>"
    assert read_page(fetched(page)).authors == ("Anna Virta", "SOSTE ry")


def test_addresses_are_no_names() -> None:
    assert names(["https://a.example/author/anna", "a@b.fi", "", None, 5]) == ()


@given(st.lists(st.text(max_size=400), max_size=20))
def test_names_are_short_lines(told: list[str]) -> None:
    found = names(told)
    assert len(found) <= 10
    assert all(name == name.strip() and 0 < len(name) <= 200 and "\n" not in name for name in found)
