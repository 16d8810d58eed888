"""Which pictures are an article's own, and under which address."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.articles import article
from sources.extract import read_page
from sources.images import MOST, images_in
from stories.model import Image, Item, Organisation, Select
from tests.sources.test_extract import ADDRESS, fetched

TEXT = (
    "<p>Kylätalon ovet ovat auki joka päivä. Avaimet kiertävät kahdellakymmenellä vapaaehtoisella.</p>"
    "<p>Toiminta maksaa kunnalle 4 000 euroa vuodessa, kertoo yhdistyksen sihteeri.</p>"
)
ORGANISATION = Organisation(
    id="a", kind="association", region="FI", website="https://a.example/", name={"fi": "A ry"}, sources=()
)


def page(inside: str, around: str = "", foot: str = "") -> str:
    return (
        f"<html lang='fi'><head><title>Talkoot</title></head><body>{around}<article class='post'>"
        f"<h1>Kylätalon talkoot</h1>{inside}</article>{foot}</body></html>"
    )


def images(html: str, select: Select | None = None) -> list[tuple[str, str]]:
    reading = read_page(fetched(html), select=select or Select())
    assert reading.failure is None, reading.failure
    return [(one.url.removeprefix("https://sivusto.example"), one.alt) for one in reading.images]


def test_pictures_between_the_paragraphs_are_the_articles_with_their_texts() -> None:
    html = page(f"<img src='/kuvat/a.jpg' alt=' Talkoo&shy;väkeä\npihalla '>{TEXT}<figure><img src='b.jpg'></figure>")
    assert images(html) == [("/kuvat/a.jpg", "Talkoo\xadväkeä pihalla"), ("/uutiset/b.jpg", "")]


@pytest.mark.parametrize(
    "other",
    [
        "<nav><img src='/nav.jpg'></nav>",
        "<header class='site-header'><img src='/yla.jpg' alt='A ry'></header>",
        "<footer><img src='/rahoittaja.png'></footer>",
        "<aside class='related'><a href='/2'><img src='/2.jpg'>Toinen uutinen</a></aside>",
        "<div class='sidebar'><img src='/mainos.jpg'></div>",
    ],
)
def test_pictures_of_the_frame_are_not(other: str) -> None:
    assert images(page(f"<img src='/a.jpg'>{TEXT}", around=other, foot=other)) == [("/a.jpg", "")]


def test_a_teasers_picture_goes_with_its_words() -> None:
    teasers = "".join(
        f"<div class='kortti'><a href='/u/{n}'><img src='/{n}.jpg' alt='x'><h3>Muu uutinen {n}</h3></a></div>"
        for n in range(3)
    )
    html = page(f"<p><img src='/a.jpg'></p>{TEXT}<h2>Lue myös</h2><div class='rivi'>{teasers}</div>")
    assert images(html) == [("/a.jpg", "")]


def test_a_picture_above_the_heading_of_the_article_is_its_own_caption_or_not() -> None:
    hero = (
        "<article class='post'><figure><img src='/hero.jpg' alt='Talo'><figcaption>Talo kesällä.</figcaption></figure>"
    )
    html = page(TEXT).replace("<article class='post'>", hero)
    assert images(html) == [("/hero.jpg", "Talo")]


def test_ornaments_and_stand_ins_are_no_pictures() -> None:
    ornaments = (
        "<img src='/1.gif' width='1' height='1'><img src='data:image/gif;base64,R0lGOD'><img class='wp-smiley' src='/s.png'>"
        "<img src='/x/spacer.gif'><img src='javascript:x'><img alt='ilman'><img src='/piilo.jpg' style='display: none'>"
        "<span hidden><img src='/piilo2.jpg'></span><button><img src='/nappi.png'></button>"
        "<img src='file:///etc/passwd'><img src='http://[bad/x.jpg'>"
    )
    assert images(page(ornaments + TEXT)) == []


def test_a_picture_that_a_script_fills_in_is_found_once() -> None:
    lazy = (
        "<img src='data:image/svg+xml,x' data-src='/a-1024x683.jpg' alt=''>"
        "<noscript><img src='/a.jpg' alt='Talkoot'></noscript>"
        "<picture><source srcset='/b.webp 800w, /b2.webp 1600w'><img src='/img/placeholder.png' alt='B'></picture>"
    )
    assert images(page(lazy + TEXT)) == [("/a-1024x683.jpg", "Talkoot"), ("/b.webp", "B")]


def test_what_a_selector_names_in_several_places_is_looked_through() -> None:
    html = (
        "<body><h1>Kylätalon talkoot</h1><div class='x'><p>Talkoot alkavat aamulla kello kahdeksan ja päättyvät illalla.</p>"
        f"<img src='/a.jpg'></div><div class='y'><img src='/muu.jpg'></div><div class='x'><img src='/b.jpg'>{TEXT}</div></body>"
    )
    assert images(html, Select(content="div.x")) == [("/a.jpg", ""), ("/b.jpg", "")]


def test_a_page_without_classes_gives_the_pictures_between_its_own_lines() -> None:
    html = (
        "<html><title>Kylätalon talkoot - A ry</title><body><div><img src='/logo.gif'><a href='/'>Etusivu</a></div><div><div>Kylätalon talkoot</div>"
        "<div>16.11.2026</div><div>Kylätalon ovet ovat auki joka päivä, ja avaimet kiertävät kahdellakymmenellä.</div>"
        "<img src='/talo.jpg' alt='Talo'><div>Toiminta maksaa kunnalle 4 000 euroa vuodessa, kertoo sihteeri.</div></div>"
        "<div>A ry | Kylätie 1 | 41400 Lievestuore | a@a.example<img src='/pohja.gif'></div></body></html>"
    )
    assert images(html) == [("/talo.jpg", "Talo")]


def test_their_number_and_their_texts_are_bounded() -> None:
    many = "".join(f"<img src='/{n}.jpg' alt='{'ä' * 5_000}'>" for n in range(200))
    found = images(page(many + TEXT))
    assert (len(found), max(len(alt) for _, alt in found)) == (MOST, 300)


def test_a_listings_own_html_gives_its_pictures_where_no_page_was_read() -> None:
    markup = f"<p><img src='/a.jpg' alt='Talo'></p>{TEXT}<div class='sharedaddy'><img src='/jaa.png'>Jaa tämä</div>"
    item = Item(source="a/news", url=ADDRESS, title="Talkoot", content=markup, authors=("Anna Virta",))
    told = article(item, None, ORGANISATION, seen_at=datetime(2026, 11, 20, tzinfo=UTC))
    assert told.images == (Image(url="https://sivusto.example/a.jpg", alt="Talo"),)
    assert told.authors == ("Anna Virta",)
    assert images_in("Pelkkää tekstiä", ADDRESS) == ()


def test_no_picture_changes_what_a_reader_sees_as_a_change() -> None:
    item = Item(source="a/news", url=ADDRESS, title="Talkoot", content=TEXT)
    seen = datetime(2026, 11, 20, tzinfo=UTC)
    plain = article(item, None, ORGANISATION, seen_at=seen)
    shown = article(Item(source="a/news", url=ADDRESS, title="Talkoot", content=f"{TEXT}<img src='/a.jpg'>"), None, ORGANISATION, seen_at=seen)  # fmt: skip
    assert (plain.images, len(shown.images), plain.content_hash) == ((), 1, shown.content_hash)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "<img src='/a.jpg'>|<img srcset=',,'>|<picture>|</picture>|<div hidden>|</div>|<p>Teksti on tässä.</p>|<noscript>"
            "|<table><tr><td>|<figure><figcaption>Kuva|<img src=' '>|<img src='//'>|<h1>Otsikko</h1>|<br>|<img width=x".split(
                "|"
            )
        ),
        max_size=30,
    )
)
def test_no_markup_makes_it_stumble(parts: list[str]) -> None:
    html = "".join(parts)
    assert len(read_page(fetched(html)).images) <= MOST
    assert all(one.url.startswith("https://") for one in images_in(html, ADDRESS))


def test_a_saved_page_of_many_sizes_costs_no_time(tmp_path: Path) -> None:
    deep = "<div>" * 3_000 + "<img src='/a.jpg'>" * 300 + TEXT
    assert len(read_page(fetched(page(deep))).images) <= MOST
