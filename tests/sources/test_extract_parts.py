"""The parts that a reading is put together from: plain text, leads, cleaned HTML, dates and language choosers."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.blocks import blocks_of
from sources.extract import read_page
from sources.letterhead import letterhead_rows
from sources.markup import tree_of
from sources.plain import cleaned, summary_of, text_of
from sources.publication import is_publication_line
from sources.switcher import choosers
from sources.tongues import tongue
from tests.sources.test_extract import fetched

BASE = "https://yhdistys.example/uutiset/1"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Pelkkää tekstiä\n\nToinen  kappale", "Pelkkää tekstiä\n\nToinen kappale"),
        ("<p>Yksi<br>kaksi</p><p>Kolme</p>", "Yksi\nkaksi\n\nKolme"),
        ("Yksi<br><br>kaksi<br />\n<br/>kolme", "Yksi\n\nkaksi\n\nkolme"),
        ("J&auml;rjest&ouml;t &amp; yhteis&shy;ty&ouml;", "Järjestöt & yhteistyö"),
        ("<ol><li>Avaus</li><li>P&auml;&auml;t&ouml;s</li></ol>", "1. Avaus\n2. Päätös"),
        (
            "<table><tr><td>ti</td><td>14.9.</td></tr><tr><td>ke</td><td>15.9.</td></tr></table>",
            "ti | 14.9.\nke | 15.9.",
        ),
        ("<p>Teksti.</p><p>Artikkeli <a href='/x'>X</a> julkaistiin ensimmäisen kerran sivulla Y.</p>", "Teksti."),
        ("<p>Text.</p><p><a href='https://yhdistys.example/uutiset/1'>Läs mer</a></p>", "Text."),
        ("<script>alert(1)</script><style>p{}</style><p>Näkyvä</p><p hidden>Piilo</p>", "Näkyvä"),
        ("3 < 5 ja 7 > 2", "3 < 5 ja 7 > 2"),
        ("", ""),
    ],
)
def test_text_of_feed_html(html: str, text: str) -> None:
    assert text_of(html, BASE) == text


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.text(max_size=60))
def test_text_of_never_raises_and_keeps_no_blank_paragraph(html: str, base: str) -> None:
    text = text_of(html, base)
    assert all(part.strip() for part in text.split("\n\n")) or text == ""
    cleaned(html, base)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Otsikko\n\nHaku päättyy 31.1.2027 klo 16.15. Hakea voi verkossa.", "Haku päättyy 31.1.2027 klo 16.15."),
        ("Seminariet hålls den 3 maj bl.a. i Åbo. Välkommen!", "Seminariet hålls den 3 maj bl.a. i Åbo."),
        ("Lyhyt", "Lyhyt"),
        ("", ""),
    ],
)
def test_summary_is_whole_sentences(text: str, lead: str) -> None:
    assert summary_of(text, limit=42) == lead


@given(st.text(max_size=600), st.integers(20, 300))
def test_summary_keeps_its_limit(text: str, limit: int) -> None:
    assert len(summary_of(text, limit)) <= limit


def test_cleaned_html_is_harmless() -> None:
    html = "<h2 onclick=x>A</h2><img src=x onerror=y><a href='javascript:z'>b</a><iframe></iframe><a href='/c'>c</a>"
    assert cleaned(html, BASE) == '<h2>A</h2><a>b</a><a href="https://yhdistys.example/c">c</a>'


@pytest.mark.parametrize(
    ("line", "near", "is_one"),
    [
        ("Julkaistu 17.11.2026 klo 12.01", False, True),
        ("Publicerad 3.2.2026 | Uppdaterad 4.2.2026", False, True),
        ("Tiedote 97/2026", False, True),
        ("24.5.2019 12:01", True, True),
        ("24.5.2019 12:01", False, False),
        ("Tiistaina 14.9.2021 klo 13-15", True, False),
        ("ke 13.1.2027 klo 17", True, False),
        ("12.–13.11.2026", True, False),
        ("Kuopio 3.12.2026", True, False),
        ("Laki tulee voimaan 1.1.2027.", True, False),
        ("Opas julkaistaan 3.12.2026 Kuopion pääkirjaston tapahtumassa kello 13.", False, False),
        ("Posted on 4 November 2026 by Anna", True, True),
        ("", True, False),
    ],
)
def test_publication_lines(line: str, near: bool, is_one: bool) -> None:
    assert is_publication_line(line, near_title=near) is is_one


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<div><a href='/a'>fi</a> | <a href='/sv/b'>sv</a> | eng</div>", {("fi", "/a"), ("sv", "/sv/b")}),
        ("<ul><li>Suomi</li><li><a href='/sv/b'>Svenska (sv)</a></li></ul>", {("sv", "/sv/b")}),
        ("<p>Lue lisää <a href='/sv/b'>svenska</a> kirjallisuus ja kulttuuri</p>", set()),
        ("<p><a href='/tag/pa-svenska/'>På svenska</a></p>", set()),
        ("<div><a href='/'>Suomeksi</a> <a href='/sv/'>På svenska</a> <a href='/en/news.html'>In English</a></div>", set()),
        ("<p><a hreflang='sv' href='/sv/b'>Läs på svenska</a></p>", {("sv", "/sv/b")}),
        ("<div><a href='?lang=se&id=4'>Davvisámegiella</a> <a href='?lang=fi&id=4'>Suomi</a></div>", {("se", "/uutiset/1?lang=se&id=4"), ("fi", "/uutiset/1?lang=fi&id=4")}),
        ("<p><a href='/x'>fi</a> <a href='/y'>Uutiset</a> <a href='/sv/z'>sv</a></p>", set()),
    ],
)  # fmt: skip
def test_language_choosers(html: str, found: set[tuple[str, str]]) -> None:
    root = tree_of(f"<body><p>Leipäteksti on tässä.</p>{html}</body>")
    assert root is not None
    alternates, _ = choosers(root, BASE, BASE)
    assert {(a.language, a.url.removeprefix("https://yhdistys.example")) for a in alternates} == found


@pytest.mark.parametrize(
    ("head", "published", "precision"),
    [
        ('<meta property="article:published_time" content="2026-11-17T10:01:00Z">', datetime(2026, 11, 17, 10, 1, tzinfo=UTC), "second"),
        ('<meta name="DC.date.issued" content="2026-11-17">', datetime(2026, 11, 16, 22, tzinfo=UTC), "day"),
        ('<script type="application/ld+json">[{"@type":"BlogPosting","datePublished":"2026-11-17T12:01+02:00"}]</script>', datetime(2026, 11, 17, 10, 1, tzinfo=UTC), "minute"),
        ('<script type="application/ld+json">{"@type":"Event","startDate":"2026-12-03T09:00"}</script>', None, "none"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":{"a":1}}</script>', None, "none"),
        ('<meta property="article:published_time" content="2031-01-01T00:00:00Z">', None, "none"),
    ],
)  # fmt: skip
def test_dates_told_for_machines(head: str, published: datetime | None, precision: str) -> None:
    page = f"<head>{head}</head><h1>Otsikko</h1><p>Tapahtuma pidetään 3.12.2026 klo 9 Jyväskylässä, ja se on kaikille avoin.</p>"
    reading = read_page(fetched(page))
    assert (reading.published_at, reading.precision) == (published, precision)


def test_a_printed_minute_makes_a_machine_day_finer() -> None:
    head = '<meta property="article:published_time" content="2026-11-17">'
    page = f"<head>{head}</head><h1>Otsikko</h1><p>Julkaistu 17.11.2026 klo 12.01</p><p>Yhdistys kertoo uutisen kaikille.</p>"
    assert read_page(fetched(page)).published_at == datetime(2026, 11, 17, 10, 1, tzinfo=UTC)


def test_letterhead_needs_labels_of_two_languages() -> None:
    assert letterhead_rows(
        [["Aika ja paikka"], ["Puhelin 050 1", "Telefon 050 1", "Telephone 050 1"], ["Loppu tekstiä."]]
    ) == {1}
    assert letterhead_rows([["Lisätietoja: Aino, puh. 050 1"], ["aino@a.example"]]) == set()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Seminariet ordnas för föreningar i Österbotten", "sv"),
        ("Yhdistysten syysseminaari kokoaa väen Kuopioon", "fi"),
        ("Volunteers and the future of our villages", "en"),
        ("Sámi álbmotbeaivi ávvuduvvo Anáris ja Ohcejogas", "se"),
        ("STEA 2027", None),
    ],
)
def test_tongues_of_headlines(text: str, language: str | None) -> None:
    assert tongue(text) == language


@pytest.mark.parametrize(
    "line", ["a" * 5_000, "1." * 2_000, "Raija " * 900, "jaa " * 2_000, "julkaistu " * 500, "Lue myös " * 600]
)
def test_no_pattern_runs_away(line: str) -> None:
    begun = time.process_time()
    read_page(fetched(f"<h1>Otsikko</h1><p>{line}</p><p>{line[:85]}</p><p>{line[:119]}</p><li>{line[:60]}</li>"))
    assert time.process_time() - begun < 1


def test_blocks_know_their_links() -> None:
    root = tree_of("<p>Katso <a href='/a'>ohje</a></p><p><a href='/b'>Linkki</a></p>")
    assert root is not None
    assert [round(block.link_share, 2) for block in blocks_of(root)] == [0.4, 1.0]
