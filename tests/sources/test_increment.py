"""A feed read in part says what it says read whole; what comes again under other bytes or addresses is not news."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.crawl import Task, crawl
from sources.feeds import read_feed
from sources.http import Manners
from sources.increment import blocks
from sources.items import IN_LISTING, Listed, block_print, is_same
from sources.moves import dropped, moved
from stories.model import Item, Organisation, Select, Source
from stories.visit import Known, Memory, Visit
from tests.web import Answer, Told, Web

URL = "https://a.example/feed/"
SOURCE = Source(name="a/news", organisation="a", kind="feed", url=URL)
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
XML = "application/rss+xml; charset=utf-8"
HEADS = {
    "rss": (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>Järjestö</title><language>fi</language>{}</channel></rss>'
    ),
    "rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="https://a.example/"><title>Järjestö</title>'
        '<items><rdf:Seq><rdf:li rdf:resource="https://a.example/1"/></rdf:Seq></items></channel>{}</rdf:RDF>'
    ),
    "atom": (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="sv" xml:base="https://a.example/nyheter/" xmlns:thr="http://purl.org/syndication/thread/1.0">'
        "<title>Förbundet</title><updated>2026-11-20T10:00:00Z</updated>{}<subtitle>efter inläggen</subtitle></feed>"
    ),
}
TEXTS = [
    "Lausunto hallituksen esityksestä",
    "Maa &amp; metsä &#228;",
    "<![CDATA[<p>Teksti, jossa on </item><item> ja </entry> & merkki</p>]]>",
    "&lt;p&gt;Väliotsikko&lt;/p&gt; &lt;!-- piilossa --&gt;",
    "<!-- <item> ei ole uutinen --> Näkyvä",
    "&lt;![CDATA[&lt;p&gt;Ministeriö tiedottaa.&lt;/p&gt;]]&gt;",
    "",
    "Ääkkösiä €",
]
DATES = ["Tue, 17 Nov 2026 12:01:00 +0200", "2026-11-18T09:00:00Z", "24.5.2019 12:01", "eilen"]
RSS_PARTS = st.lists(
    st.one_of(
        st.builds("<title>{}</title>".format, st.sampled_from(TEXTS)),
        st.builds("<description>{}</description>".format, st.sampled_from(TEXTS)),
        st.builds("<content:encoded>{}</content:encoded>".format, st.sampled_from(TEXTS)),
        st.builds("<pubDate>{}</pubDate>".format, st.sampled_from(DATES)),
        st.builds("<dc:date>{}</dc:date>".format, st.sampled_from(DATES)),
        st.builds("<dc:creator>{}</dc:creator>".format, st.sampled_from(["Toimitus", "oikeusministeriö"])),
        st.builds(
            '<guid isPermaLink="{}">https://a.example/?p={}</guid>'.format,
            st.sampled_from(["true", "false"]),
            st.integers(0, 4),
        ),
        st.builds("<category>{}</category>".format, st.sampled_from(TEXTS)),
        st.sampled_from(
            [
                '<source url="https://b.example/feed">Toinen</source>',
                '<enclosure url="https://a.example/kutsu.pdf" length="1" type="application/pdf"/>',
                '<media:content xmlns:media="http://search.yahoo.com/mrss/" url="https://a.example/1.jpg"><media:title>Kuva</media:title></media:content>',
                "<image><title>Logo</title><link>https://a.example/logo</link></image>",
                "<author>a@a.example (Anna)</author>",
                '<x:item xmlns:x="urn:x"/>',
                "<?php echo ?>",
            ]
        ),
    ),
    max_size=7,
)
ATOM_PARTS = st.lists(
    st.one_of(
        st.builds('<title type="{}">{}</title>'.format, st.sampled_from(["text", "html"]), st.sampled_from(TEXTS)),
        st.builds('<summary xml:lang="{}">{}</summary>'.format, st.sampled_from(["fi", "sv"]), st.sampled_from(TEXTS)),
        st.builds('<content type="html">{}</content>'.format, st.sampled_from(TEXTS)),
        st.builds("<published>{}</published>".format, st.sampled_from(DATES)),
        st.builds("<updated>{}</updated>".format, st.sampled_from(DATES)),
        st.builds("<id>urn:{}</id>".format, st.integers(0, 4)),
        st.sampled_from(
            [
                '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Brödtext <b>här</b></p></div></content>',
                '<link rel="alternate" hreflang="fi" href="https://a.example/fi/1"/>',
                '<link rel="replies" thr:count="3" href="https://a.example/1/kommentit"/>',
                "<source><title>Annan</title><id>urn:x</id></source>",
                '<author><name>Anna</name><uri>/anna</uri></author><category term="Nyhet"/>',
            ]
        ),
    ),
    max_size=7,
)


@st.composite
def feeds(draw: st.DrawFn) -> bytes:
    """A feed of some format, its entries in any shape; now and then two under one address, or broken XML."""
    kind = draw(st.sampled_from(sorted(HEADS)))
    entries = []
    for _ in range(draw(st.integers(0, 7))):
        number = draw(st.integers(0, 9))
        if kind == "atom":
            link, name, parts = f'<link href="{number}"/>', "entry", draw(ATOM_PARTS)
        else:
            link, name, parts = f"<link>/{number}</link>", "item", draw(RSS_PARTS)
        inner = draw(st.permutations([link, *parts]))
        entries.append(f"<{name}>{draw(st.sampled_from(['', chr(10)])).join(inner)}</{name}>")
    broken = draw(st.sampled_from([""] * 9 + ["<b>", "&nbsp;", "</item>"]))
    charset = draw(st.sampled_from(["utf-8", "windows-1252"]))
    return f'<?xml version="1.0" encoding="{charset}"?>\n{HEADS[kind].format("".join(entries) + broken)}'.encode(
        charset
    )


def read(body: bytes, known: dict[str, Known] | None = None, content_type: str = "application/rss+xml") -> Listed:
    return read_feed(body, url=URL, source=SOURCE, content_type=content_type, known=known or {})


def remembered(listed: Listed) -> dict[str, Known]:
    return {
        item.url: Known(url=item.url, fingerprint=listed.fingerprint(item), published_at=item.published_at)
        for item in listed.items
    }


@given(feeds(), st.data())
def test_reading_in_part_is_reading_whole_without_what_is_unchanged(body: bytes, data: st.DataObject) -> None:
    whole = read(body)
    known = {
        url: one for url, one in remembered(whole).items() if data.draw(st.booleans()) and block_print(one.fingerprint)
    }
    part = read(body, known)
    assert part.items == tuple(item for item in whole.items if item.url not in known)
    assert part.unchanged == tuple(known.values())
    assert part.failure == whole.failure
    assert [part.fingerprint(item) for item in part.items] == [
        whole.fingerprint(item) for item in whole.items if item.url not in known
    ]


@given(feeds())
def test_a_document_taken_apart_says_what_it_says_undivided(body: bytes) -> None:
    head, _, rest = body.partition(b"?>")
    undivided = head + b"?><!DOCTYPE feed>" + rest
    assert blocks(undivided) is None
    assert read(body).items == read(undivided).items


def rss(*entries: str, head: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{HEADS["rss"].format(head + "".join(entries))}'.encode()


def entry(
    number: int, *, title: str = "", guid: str = "", more: str = "", day: int = 0, base: str = "https://a.example"
) -> str:
    at = NOW - timedelta(days=day or number + 1)
    return (
        f"<item><title>{title or f'Uutinen {number}'}</title><link>{base}/{number}</link><guid>{guid or number}</guid>"
        f"<pubDate>{at:%a, %d %b %Y %H:%M:%S +0000}</pubDate><description>Johdanto {number}.</description>{more}</item>"
    )


def urls(listed: Listed) -> list[str]:
    return [item.url.removeprefix("https://a.example/") for item in listed.items]


def test_entries_that_only_move_are_unchanged_and_new_ones_are_read() -> None:
    known = remembered(read(rss(*map(entry, range(5)))))
    listed = read(rss(entry(9), *map(entry, (3, 4, 0, 2, 1)), head="<lastBuildDate>nyt</lastBuildDate>"), known)
    assert urls(listed) == ["9"]
    assert [one.url[-1] for one in listed.unchanged] == list("34021")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<slash:comments>3</slash:comments>", "<slash:comments>4</slash:comments>"),
        ("", "<slash:comments>4</slash:comments>"),
        ("<!-- 0,12 s -->", "<!-- 0,31 s -->"),
        ("<slash:comments/>", "<slash:comments>4</slash:comments>"),
    ],
)
def test_counters_and_comments_say_nothing(before: str, after: str) -> None:
    known = remembered(read(rss(entry(1, more=before), entry(2))))
    assert read(rss(entry(1, more=after), entry(2)), known).items == ()


@pytest.mark.parametrize(
    "change",
    [{"title": "Oikaistu otsikko"}, {"day": 3}, {"more": "<content:encoded>Koko teksti</content:encoded>"}],
    ids=["title", "date", "content"],
)
def test_an_edit_is_read_and_is_a_change(change: dict[str, str]) -> None:
    known = remembered(read(rss(entry(1), entry(2))))
    listed = read(rss(entry(1, **change), entry(2)), known)  # type: ignore[arg-type]  # one of entry's own keywords
    assert urls(listed) == ["1"]
    assert not is_same(known["https://a.example/1"].fingerprint, listed.fingerprint(listed.items[0]))


@pytest.mark.parametrize(
    "again",
    [
        rss(entry(1, guid="uusi"), entry(2)),
        rss(entry(1), entry(2)).replace(b"<rss ", b'<rss xmlns:x="urn:uusi-lisaosa" '),
        rss(entry(1), entry(2)).replace(b"<rss ", b"<!DOCTYPE rss><rss "),
        rss(entry(1), entry(2), head="&nbsp;"),
        rss(entry(1), entry(2))[:-10],
        rss(entry(1), entry(2)).decode().encode("utf-16"),
    ],
    ids=["another GUID", "another namespace", "document type", "undeclared entity", "cut off", "another charset"],
)
def test_the_same_words_in_other_bytes_are_no_change(again: bytes) -> None:
    known = remembered(read(rss(entry(1), entry(2))))
    listed = read(again, known)
    assert {item.url for item in listed.items} | {one.url for one in listed.unchanged} == set(known)
    assert all(is_same(known[item.url].fingerprint, listed.fingerprint(item)) for item in listed.items)
    # And back again, whatever could be remembered of the night between.
    back = read(rss(entry(1), entry(2)), remembered(listed) | {one.url: one for one in listed.unchanged})
    assert all(is_same(known[item.url].fingerprint, back.fingerprint(item)) for item in back.items)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(entry(1)), "text/xml; charset=windows-1252"),
        (rss(entry(1)), "text/xml; charset=no-such"),
        (rss(entry(1)).replace(b"utf-8", b"utf-16"), XML),
        (rss(entry(1)).replace(b"<rss ", b'<!DOCTYPE rss [<!ENTITY a "b">]><rss '), XML),
        (rss("<item><title>A</title><link>/1</link><item><link>/2</link></item></item>"), XML),
        (rss("<image><item><link>/1</link></item></image>"), XML),
        (rss(entry(1, more='<x:a xmlns:x="urn:1"/>'), entry(2, more='<x:a xmlns:x="urn:2"/>')), XML),
        (rss("<item/>"), XML),
        (rss("<item>irrallinen /></item>"), XML),
        (rss(entry(1))[:-5], XML),
        (b"", XML),
        (b"<a>" * 200_000, XML),
    ],
)
def test_in_doubt_nothing_is_taken_apart(body: bytes, content_type: str) -> None:
    assert blocks(body, content_type=content_type) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"https://b.example/", b"https://c.example/"), (b"Moduli", b"Moduuli")],
    ids=["base", "nothing"],
)
def test_bytes_mean_what_is_around_them(before: bytes, after: bytes) -> None:
    body = rss("<item><title>Moduli</title><link>1</link></item>").replace(
        b"<rss ", b'<rss xml:base="https://b.example/" '
    )
    known = remembered(read(body))
    assert read(body, known).unchanged == tuple(known.values())
    assert read(body.replace(before, after), known).unchanged == ()


def test_an_item_in_a_foreign_namespace_is_no_entry() -> None:
    known = remembered(read(rss(entry(1))))
    body = rss(entry(1), '<x:item xmlns:x="urn:x"><x:title>Ei</x:title></x:item>', entry(2))
    assert urls(read(body)) == ["1", "2"]
    assert urls(read(body, known)) == ["1", "2"]


@given(st.binary(max_size=200), feeds())
def test_no_bytes_raise(noise: bytes, body: bytes) -> None:
    for document in (noise, body + noise, body[: len(body) // 2] + noise + body[len(body) // 2 :]):
        found = blocks(document)
        assert found is None or found.only(set(range(len(found.spans)))) == document


def test_a_long_feed_read_in_part_does_not_reach_beyond_the_cap() -> None:
    body = rss(*map(entry, range(520)))
    whole = read(body)
    part = read(body, remembered(whole))
    assert len(whole.items) == 500
    assert part.items == ()
    assert len(part.unchanged) == 500


# Moves


def flood(n: int, *, base: str = "https://uusi.example", known: int = 30) -> tuple[Listed, dict[str, Known]]:
    old = remembered(read(rss(*map(entry, range(known)))))
    return read(rss(*(entry(number, base=base) for number in range(n))), old), old


def test_a_moved_site_is_no_news() -> None:
    listed, known = flood(30)
    assert moved(listed, known) == {item.url for item in listed.items}
    assert dropped(listed, known) == []


def test_a_few_moved_items_are_read_as_ever() -> None:
    listed, known = flood(20)
    assert moved(listed, known) == frozenset()
    longer = read(
        rss(*(entry(number, base="https://uusi.example") for number in range(25))),
        remembered(read(rss(*map(entry, range(20))))),
    )
    assert len(longer.items) == 25
    assert moved(longer, remembered(read(rss(*map(entry, range(20)))))) == frozenset()


def test_an_old_title_with_a_new_date_is_news() -> None:
    old = remembered(read(rss(*map(entry, range(30)))))
    again = entry(99, title="Uutinen 5", base="https://uusi.example", day=-1)
    listed = read(rss(again, *(entry(number, base="https://uusi.example") for number in range(30))), old)
    assert {item.url for item in listed.items} - moved(listed, old) == {"https://uusi.example/99"}


def test_what_is_new_on_a_moved_site_is_news() -> None:
    old = remembered(read(rss(*map(entry, range(30)))))
    fresh = entry(99, title="Uusi sivusto on auki", base="https://uusi.example", day=1)
    listed = read(rss(fresh, *(entry(number, base="https://uusi.example") for number in range(30))), old)
    assert {item.url for item in listed.items} - moved(listed, old) == {"https://uusi.example/99"}


def test_old_news_never_seen_is_news() -> None:
    listed, known = flood(60)
    unseen = {f"https://uusi.example/{number}" for number in range(30, 60)}
    assert moved(listed, known) == frozenset()  # half of the list is not known by any title
    assert unseen <= {item.url for item in listed.items}


def test_an_item_that_left_the_middle_is_missing_and_a_namesake_does_not_hide_it() -> None:
    known = remembered(read(rss(*(entry(number, title="Kutsu") for number in range(5)))))
    listed = read(rss(*(entry(number, title="Kutsu") for number in (0, 1, 3, 4))), known)
    assert dropped(listed, known) == ["https://a.example/2"]


# Nights


def night(web: Web, memory: Memory, *, content: str | None = None) -> Visit:
    source = Source(name="a/news", organisation="a", kind="feed", url=web.url("/feed"), select=Select(content=content))
    organisation = Organisation(id="a", kind="association", region="FI", website="https://a.example/", name={"fi": "A"})
    task = Task(source=source, organisation=organisation, memory=memory)
    (outcome,) = asyncio.run(crawl([task], doors=web.doors, manners=Manners(spacing=0), now=NOW))
    return outcome


def after(memory: Memory, outcome: Visit) -> Memory:
    return replace(
        memory,
        last_success_at=NOW,
        known={**memory.known, **{item.url: item for item in outcome.items}},
        body_hash=outcome.body_hash,
    )


TEXT = "<p>Järjestöjen avustukset turvataan myös ensi vuonna, ja uusi ohjelma alkaa keväällä.</p>" * 4
WHOLE = f"<content:encoded>{escape(TEXT)}</content:encoded>"


def site(*entries: str) -> dict[str, Told]:
    return {"/feed": Answer(headers={"Content-Type": XML}, body=rss(*entries))}


def test_nights_of_a_feed_ask_only_for_what_is_new() -> None:
    page = Answer(body=f"<html><body><article><h1>Uutinen</h1>{TEXT}</article></body></html>".encode())
    with Web({}) as web:
        base = web.url("")
        pages: dict[str, Told] = {f"/{number}": page for number in range(40)}
        web.answers = pages | site(*(entry(number, base=base) for number in range(3)))
        first = night(web, Memory(source="a/news"))
        assert len(first.articles) == 3
        memory = after(Memory(source="a/news"), first)

        web.asked.clear()
        web.answers = pages | site(entry(7, base=base), *(entry(number, base=base) for number in range(3)))
        second = night(web, memory)
        assert [found.url for found in second.articles] == [f"{base}/7"]
        assert {item.url for item in second.items} == {f"{base}/{number}" for number in (0, 1, 2, 7)}
        assert web.paths() == ["/robots.txt", "/feed", "/7"]


def test_a_night_after_a_move_fetches_no_page_and_says_so() -> None:
    known = remembered(read(rss(*map(entry, range(30)))))
    memory = Memory(source="a/news", last_success_at=NOW, known=known)
    with Web({}) as web:
        web.answers = site(*(entry(number, base=web.url("/uusi")) for number in range(30)))
        outcome = night(web, memory)
        assert web.paths() == ["/robots.txt", "/feed"]
    assert (outcome.outcome, outcome.articles, outcome.gone, len(outcome.items)) == ("read", (), (), 30)
    assert "30 known items under new addresses" in outcome.notes[0]


@pytest.mark.parametrize(
    ("content", "more", "asked"),
    [
        (None, WHOLE, True),
        (IN_LISTING, WHOLE, False),
        (IN_LISTING, "", True),
        (
            IN_LISTING,
            f"<content:encoded>{escape(TEXT)}&lt;p&gt;Lue lisää [&amp;hellip;]&lt;/p&gt;</content:encoded>",
            True,
        ),
    ],
    ids=["no promise", "promised", "promised, a teaser", "promised, cut short"],
)
def test_pages_are_left_alone_where_the_listing_carries_whole_texts(
    content: str | None, more: str, asked: bool
) -> None:
    page = Answer(body=f"<html><body><article><h1>Uutinen 1</h1>{TEXT}</article></body></html>".encode())
    with Web({"/1": page}) as web:
        web.answers |= site(entry(1, base=web.url(""), more=more))
        outcome = night(web, Memory(source="a/news"), content=content)
        assert ("/1" in web.paths()) is asked
    assert "avustukset turvataan" in outcome.articles[0].body


def test_an_item_has_the_same_fingerprint_in_any_order_of_nights() -> None:
    listed = read(rss(entry(1), entry(2)))
    first = listed.items[0]
    assert isinstance(first, Item)
    assert is_same(listed.fingerprint(first), listed.fingerprint(replace(first, guid="toinen")))
    assert not is_same(listed.fingerprint(first), Listed().fingerprint(replace(first, title="toinen")))
