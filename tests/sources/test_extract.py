"""Saved pages beside what must be read from them, and pages that want to hurt."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.extract import NO_TEXT, read_page
from stories.model import Item, Reading, Select
from stories.visit import Fetched

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 11, 23, 0, 15, tzinfo=UTC)
ADDRESS = "https://sivusto.example/uutiset/1"


def fetched(body: bytes | str, content_type: str = "text/html", url: str = ADDRESS) -> Fetched:
    raw = body.encode() if isinstance(body, str) else body
    headers = (("Content-Type", content_type),)
    return Fetched(url=url, final_url=url, status=200, headers=headers, body=raw, fetched_at=NOW)


def told(reading: Reading) -> dict[str, Any]:
    """A reading as the JSON beside a saved page: what is set, without the explanation."""
    values = {key: value for key, value in asdict(reading).items() if value and key not in {"kept", "cut"}}
    if values.get("precision") == "none":
        del values["precision"]
    shown: dict[str, Any] = json.loads(json.dumps(values, default=str))
    return shown | ({"body": shown["body"].split("\n\n")} if "body" in shown else {})


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.html")), ids=lambda page: page.stem)
def test_saved_page(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert told(read_page(fetched(page.read_bytes()))) == expected


def test_every_saved_page_has_its_expectation() -> None:
    assert {page.stem for page in PAGES.glob("*.html")} == {page.stem for page in PAGES.glob("*.json")}
    assert len(list(PAGES.glob("*.html"))) >= 25


def test_registry_selectors_come_first() -> None:
    page = (PAGES / "selectors_needed.html").read_bytes()
    reading = read_page(fetched(page), select=Select(content="div.b", drop=(".mainos2", "p:::bad", "[")))
    assert (reading.title, reading.body, reading.failure) == (
        "Kirjastoautolle uusi pysäkki",
        "Pysäkki on koulun pihassa.",
        None,
    )
    assert "cut: by the registry's '.mainos2'" in reading.cut


def test_listing_helps_to_find_the_heading_and_date() -> None:
    page = "<div>Kotisivu</div><div>Retki Repovedelle</div><div>Lähdemme aamulla kello seitsemän torilta, omat eväät mukaan.</div>"
    published = datetime(2026, 11, 17, 10, 1, tzinfo=UTC)
    item = Item(source="a/b", url=ADDRESS, title="Retki Repovedelle", published_at=published, precision="minute")
    reading = read_page(fetched(page), item=item)
    assert reading.title == "Retki Repovedelle"
    assert reading.body == "Lähdemme aamulla kello seitsemän torilta, omat eväät mukaan."
    assert (reading.published_at, reading.precision) == (published, "minute")


def test_listing_date_wins_over_a_guess_but_not_over_what_the_page_says() -> None:
    listed = Item(
        source="a/b",
        url=ADDRESS,
        title="Otsikko tässä",
        published_at=datetime(2026, 11, 2, 8, tzinfo=UTC),
        precision="day",
    )
    text = "<p>Yhdistys kertoo toiminnastaan laajasti ja kutsuu kaikki mukaan talkoisiin syksyllä.</p>"
    guess = read_page(fetched(f"<h1>Otsikko tässä</h1><p>1.11.2026</p>{text}"), item=listed)
    said = read_page(fetched(f"<h1>Otsikko tässä</h1><p>Julkaistu 1.11.2026 klo 9.30</p>{text}"), item=listed)
    assert guess.published_at == listed.published_at
    assert said.published_at == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)


def test_content_of_the_listing_stands_in_for_an_empty_page() -> None:
    content = "<p>Haku yhdistysten avustuksiin aukeaa marraskuussa ja päättyy tammikuun lopussa kello 16.15.</p>"
    item = Item(source="a/b", url=ADDRESS, title="Haku aukeaa", content=content)
    reading = read_page(fetched("<div id=app></div>"), item=item)
    assert (reading.failure, reading.title) == (None, "Haku aukeaa")
    assert reading.body.startswith("Haku yhdistysten")


@pytest.mark.parametrize(
    ("charset", "header"),
    [
        ("utf-8", "text/html; charset=iso-8859-1"),
        ("cp1252", "text/html; charset=utf-8"),
        ("cp1252", "text/html"),
        ("iso-8859-15", "text/html; charset=iso-8859-15"),
        ("utf-16", "text/html"),
        ("utf-16-le", "text/html; charset=utf-8"),
        ("utf-8-sig", "text/html; charset=nonsense"),
    ],
)
def test_charset_is_found_whatever_is_declared(charset: str, header: str) -> None:
    text = "Järjestöjen yhteisessä iltapäivässä etsitään ääntä åländskan puhujille ja kerätään päivän pääkysymykset."
    reading = read_page(
        fetched(f"<html><body><h1>Äänen löytäjät</h1><p>{text}</p></body></html>".encode(charset), header)
    )
    assert (reading.title, reading.body) == ("Äänen löytäjät", text)


@pytest.mark.parametrize("content_type", ["image/png", "application/zip", "application/json"])
def test_what_is_no_page_is_said_so(content_type: str) -> None:
    assert read_page(fetched(b"\x89PNG....", content_type)).failure == f"not a page but {content_type}"


HOSTILE = {
    "deep": "<div>" * 20_000 + "syvällä" + "</div>" * 20_000,
    "deep tables": "<table><tr><td>" * 5_000 + "x",
    "deep inline": "<b><i>" * 20_000 + "x",
    "long text": "<p>" + "sana " * 1_000_000 + "</p>",
    "many links": "<a href='/a'>linkki uutiseen</a>" * 60_000,
    "many headings": "<h2>Lue myös</h2>" * 40_000,
    "many comments": "<p>Raija 24.5.2019 18:12</p><p>Hei</p>" * 30_000,
    "many dates": "<p>Julkaistu 1.1.2026</p>" * 40_000,
    "many brs": "a<br>" * 200_000,
    "one long word": "<p>" + "å" * 2_000_000,
    "long title": "<title>" + "- " * 500_000 + "</title><h1>" + "a - " * 300_000,
    "digits": "<p>" + "1." * 500_000,
    "spaces": "<p>a" + " " * 2_000_000 + "b",
    "attributes": "<p " + " ".join(f"a{n}='1'" for n in range(50_000)) + ">x",
    "classes": "<div class='" + "nav-x " * 200_000 + "'>x",
    "nul": "<p>a\0b</p>\0" * 1_000,
    "broken": "<<<>><p><table><td><h1></p></div></span><li><a href=<b>x" * 2_000,
    "json": "<script type='application/ld+json'>" + "[" * 200_000 + "</script>",
    "entity": "<p>&#xD800;&#0;&#x110000;&#xFFFF;&notanentity;</p>" * 100,
    "languages": "<a href='/sv'>sv</a> | <a href='/fi'>fi</a> " * 20_000,
    "urls": "<link rel=alternate hreflang=sv href='http://[::1'><a href='http://[bad'>sv</a><a href='//[x'>a.pdf</a>"
    * 50,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_soon(name: str) -> None:
    begun = time.process_time()
    reading = read_page(fetched(HOSTILE[name]))
    assert time.process_time() - begun < 5
    assert len(reading.title) <= 300


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000), st.sampled_from(["text/html", "", "text/html; charset=utf-16", "application/pdf"]))
def test_no_bytes_raise(body: bytes, content_type: str) -> None:
    read_page(fetched(body, content_type))


WORDS = st.sampled_from(
    "Julkaistu 1.2.2026 Raija kirjoitti klo Kommentit Lue myös fi sv eng | Tiedote 97/2026 © Lisätietoja: och på nya hakuohje".split()
)
TEXTS = st.one_of(st.lists(WORDS, max_size=8).map(" ".join), st.text(max_size=30))
TAGS = st.sampled_from(
    "p div h1 h2 a li ul ol table tr td th br span font time article main aside footer nav form button dl dt dd b".split()
)


@st.composite
def markup(draw: st.DrawFn, depth: int = 4) -> str:
    tag = draw(TAGS)
    attribute = draw(
        st.sampled_from(
            ["", " class='related'", " href='/a.pdf'", " id=comments", " datetime='2026-13-45'", " lang=sv"]
        )
    )
    inside = draw(TEXTS) if depth == 0 else "".join(draw(st.lists(st.one_of(TEXTS, markup(depth - 1)), max_size=4)))
    return f"<{tag}{attribute}>{inside}" + draw(st.sampled_from([f"</{tag}>", "", "</div>"]))


@settings(max_examples=150, deadline=None)
@given(markup())
def test_no_markup_raises(html: str) -> None:
    reading = read_page(fetched(html))
    assert bool(reading.failure) == (reading.body == "")


PROSE = st.lists(
    st.sampled_from(
        "yhdistys kokoontuu syksyllä torilla jäsenet talkoot uusi hanke tukee nuoria kunnassa alueella".split()
    ),
    min_size=12,
    max_size=30,
).map(lambda words: " ".join(words).capitalize() + ".")


@settings(max_examples=60, deadline=None)
@given(st.lists(PROSE, min_size=2, max_size=6, unique=True), st.sampled_from(["p", "div", "br"]), st.booleans())
def test_paragraphs_come_through_whole_and_nothing_else(texts: list[str], shape: str, has_comments: bool) -> None:
    body = "<br><br>".join(texts) if shape == "br" else "".join(f"<{shape}>{text}</{shape}>" for text in texts)
    comments = "<div><b>Aune</b> 3.3.2026 klo 10.11<br>Tulen mukaan!</div>" if has_comments else ""
    page = f"<body><div><a href='/'>Etusivu</a></div><h1>Syksyn kokous</h1><div>2.3.2026 10.00</div><div>{body}</div>{comments}</body>"
    reading = read_page(fetched(page))
    assert reading.body.split("\n\n") == texts
    assert reading.published_at == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_failure_is_told_apart_from_text() -> None:
    assert read_page(fetched(b"")).failure == "an empty page"
    assert read_page(fetched("<h1>Otsikko</h1>")).failure == NO_TEXT
