"""Feeds of every kind become items; ill-formed ones keep what can be kept."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.feeds import read_feed
from sources.items import Listed
from stories.model import Item, Select, Source

URL = "https://a.example/feed/"
SOURCE = Source(name="a/news", organisation="a", kind="feed", url=URL)


def rss(items: str, head: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def read(body: bytes, *, content_type: str = "", source: Source = SOURCE) -> Listed:
    return read_feed(body, url=URL, source=source, content_type=content_type)


def only(body: bytes, *, content_type: str = "") -> Item:
    (item,) = read(body, content_type=content_type).items
    return item


def test_rss_item() -> None:
    item = only(
        rss(
            "<item><title>J&#228;rjest&amp;ouml;t &lt;b&gt;2027&lt;/b&gt;</title><link>/uutinen/1?utm_source=rss</link>"
            "<guid>https://a.example/?p=1</guid><pubDate>Tue, 17 Nov 2026 12:01:00 +0200</pubDate>"
            "<description>&lt;p&gt;Lyhyt johdanto.&lt;/p&gt;</description><category>Avustukset</category></item>",
            "<language>fi</language>",
        )
    )
    assert (item.url, item.title, item.summary) == ("https://a.example/uutinen/1", "Järjestöt 2027", "Lyhyt johdanto.")
    assert (item.published_at, item.language, item.guid) == (
        datetime(2026, 11, 17, 10, 1, tzinfo=UTC),
        "fi",
        "https://a.example/?p=1",
    )
    assert item.categories == ("Avustukset",)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("24.5.2019 12:01", datetime(2019, 5, 24, 9, 1, tzinfo=UTC)),
        ("10.08.2017, 13:20", datetime(2017, 8, 10, 10, 20, tzinfo=UTC)),
        ("15.2.2019 13.20", datetime(2019, 2, 15, 11, 20, tzinfo=UTC)),
        ("2026-11-17T12:01:00", datetime(2026, 11, 17, 10, 1, tzinfo=UTC)),
        ("Tue, 17 Nov 2026 10:01:00 GMT", datetime(2026, 11, 17, 10, 1, tzinfo=UTC)),
        ("ei tietoa", None),
    ],
)
def test_times_without_a_zone_are_finnish(written: str, instant: datetime | None) -> None:
    item = only(rss(f"<item><title>T</title><link>https://a.example/1</link><pubDate>{written}</pubDate></item>"))
    assert item.published_at == instant


def test_atom_entry_with_a_sister_in_another_language() -> None:
    item = only(
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fi"><title>t</title><entry><title>Kutsu</title><id>1</id>'
        b'<link href="https://a.example/1"/><link rel="alternate" hreflang="sv" href="https://a.example/sv/1"/>'
        b"<updated>2026-11-17T10:00:00Z</updated><content type='html'>&lt;p&gt;Teksti&lt;/p&gt;</content></entry></feed>"
    )
    assert [(one.language, one.url, one.origin) for one in item.alternates] == [
        ("sv", "https://a.example/sv/1", "feed")
    ]
    assert (item.url, item.content, item.language) == ("https://a.example/1", "<p>Teksti</p>", "fi")


def test_entries_of_a_feed_in_two_languages_keep_their_own_pages() -> None:
    links = (
        '<link rel="alternate" hreflang="fi" href="https://a.example/fi/17"/>'
        '<link rel="alternate" hreflang="sv-FI" href="https://a.example/sv/17"/>'
    )
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="sv"><title>t</title>'
        f'<entry xml:lang="fi"><title>Kutsu</title><id>1</id>{links}</entry>'
        f'<entry xml:lang="sv"><title>Inbjudan</title><id>2</id>{links}</entry></feed>'
    )
    found = {item.url: (item.title, (item.language or "")[:2]) for item in read(body.encode()).items}
    assert found == {"https://a.example/fi/17": ("Kutsu", "fi"), "https://a.example/sv/17": ("Inbjudan", "sv")}


def test_json_feed() -> None:
    item = only(
        b'\xef\xbb\xbf{"version": "https://jsonfeed.org/version/1.1", "language": "sv", "items": [{"id": "7", "url": "/7",'
        b'"title": "Inbjudan", "content_html": "<p>Text</p>", "date_published": "2026-11-17T10:00:00+02:00", "tags": ["a"]}]}'
    )
    assert (item.url, item.title, item.language, item.content) == (
        "https://a.example/7",
        "Inbjudan",
        "sv",
        "<p>Text</p>",
    )
    assert item.published_at == datetime(2026, 11, 17, 8, tzinfo=UTC)


def test_descriptions_inside_escaped_cdata_are_not_lost() -> None:
    body = rss(
        "<item><title>A</title><link>https://a.example/1</link>"
        "<description>&lt;![CDATA[&lt;p&gt;Ministeriö tiedottaa.&lt;/p&gt;]]&gt;</description></item>"
        "<item><title>B</title><link>https://a.example/2</link>"
        "<description>&lt;![CDATA[&lt;p&gt;Toinen.&lt;/p&gt;]]&gt;</description></item>"
    )
    assert [item.summary for item in read(body).items] == ["Ministeriö tiedottaa.", "Toinen."]


GOOD_ITEM = "<item><title>Ehjä</title><link>https://a.example/1</link></item>"


@pytest.mark.parametrize(
    "body",
    [
        rss("<item><title>Syd&auml;men &nbsp;asia</title><link>https://a.example/0</link></item>" + GOOD_ITEM),
        rss("<item><title>Maa & metsä</title><link>https://a.example/0</link></item>" + GOOD_ITEM),
        rss("<item><title>A\x0bB</title><link>https://a.example/0</link></item>" + GOOD_ITEM),
        b"\n\n  " + rss("<item><title>X</title><link>https://a.example/0</link></item>" + GOOD_ITEM),
        rss("<item><title>X</title><link>https://a.example/0</link></item>" + GOOD_ITEM)[:-23],
    ],
    ids=["undeclared entity", "bare ampersand", "control character", "leading blank lines", "cut off"],
)
def test_ill_formed_feeds_keep_their_items(body: bytes) -> None:
    listed = read(body)
    assert [item.url for item in listed.items] == ["https://a.example/0", "https://a.example/1"]
    assert listed.items[1].title == "Ehjä"


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252"])
def test_latin_feeds_are_read_in_their_charset(charset: str) -> None:
    text = f'<?xml version="1.0" encoding="{charset}"?><rss version="2.0"><channel>{GOOD_ITEM}</channel></rss>'
    assert only(text.encode(charset), content_type=f"text/xml; charset={charset}").title == "Ehjä"


def test_one_author_of_a_joint_feed() -> None:
    items = "".join(
        f"<item><title>T{n}</title><link>https://a.example/{n}</link><dc:creator>{who}</dc:creator></item>"
        for n, who in enumerate(["Oikeusministeriö", "sisäministeriö"])
    )
    body = rss(items).replace(b"<rss ", b'<rss xmlns:dc="http://purl.org/dc/elements/1.1/" ')
    source = Source(name="a/n", organisation="a", kind="feed", url=URL, select=Select(author="oikeusministeriö"))
    assert [item.title for item in read(body, source=source).items] == ["T0"]


@pytest.mark.parametrize("body", [b"", b"<html><body>Virhe</body></html>", b"{", b'{"items": 5}', b"[1]", b"\x00" * 99])
def test_what_is_no_feed_is_a_failure(body: bytes) -> None:
    listed = read(body)
    assert listed.items == ()
    assert listed.failure


def test_an_entity_bomb_and_hostile_addresses_give_nothing() -> None:
    bomb = (
        b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b"<rss version='2.0'><channel><item><title>&b;&b;&b;</title><link>javascript:alert(1)</link></item></channel></rss>"
    )
    assert read(bomb).items == ()


def test_fields_and_entries_are_capped() -> None:
    long = "x" * 100_000
    items = "".join(f"<item><title>{long[:2000]}</title><link>https://a.example/{n}</link></item>" for n in range(600))
    listed = read(rss(items))
    assert len(listed.items) == 500
    assert max(len(item.title) for item in listed.items) == 500


@given(st.binary(max_size=400))
def test_no_bytes_raise(body: bytes) -> None:
    read(b"<rss version='2.0'><channel><item>" + body)
    read(body)


def test_a_description_lost_in_one_entry_is_found_beside_entries_that_keep_theirs() -> None:
    body = rss(
        "<item><title>A</title><link>https://a.example/1</link><description>Tallella.</description></item>"
        "<item><title>B</title><link>https://a.example/2</link>"
        "<description>&lt;![CDATA[&lt;p&gt;Kadonnut.&lt;/p&gt;]]&gt;</description></item>"
        "<item><title>C</title><link>https://a.example/3</link><description></description></item>"
    )
    assert [item.summary for item in read(body).items] == ["Tallella.", "Kadonnut.", ""]
