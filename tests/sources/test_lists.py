"""List pages, sitemaps, WordPress's API and STT's press rooms become items."""

import json
from datetime import UTC, datetime

import pytest

from sources import sttinfo, wordpress
from sources.items import MAX_ITEMS, fingerprint
from sources.listings import read_listing
from sources.sitemaps import read_sitemap
from stories.model import Select, Source
from stories.visit import Fetched

URL = "https://a.example/ajankohtaista/"


def source(**select: str) -> Source:
    return Source(name="a/news", organisation="a", kind="listing", url=URL, select=Select(**select))  # type: ignore[arg-type]


def page(body: str) -> Fetched:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return Fetched(url=URL, final_url=URL, status=200, headers=(), body=body.encode(), fetched_at=at)


LIST = """<html lang="fi"><body>
<nav><ul><li><a href="/tietoa-meista">Tietoa meistä ja toiminnastamme</a></li><li><a href="/yhteys">Yhteystiedot</a></li></ul></nav>
<main><h1>Ajankohtaista</h1>
<div class="card"><h3><a href="/uutiset/avustushaku-avautuu">Avustushaku avautuu</a></h3><span>17.11.2026</span>
<p>Haku on auki joulukuun alkuun asti kaikille yhdistyksille.</p><a href="/uutiset/avustushaku-avautuu">Lue lisää</a></div>
<div class="card"><h3><a href="/uutiset/syyskokous">Syyskokous Kuopiossa</a></h3><span>3.11.2026</span>
<p>Tervetuloa sääntömääräiseen syyskokoukseen keskustelemaan.</p><a href="/uutiset/syyskokous">Lue lisää</a></div>
<div class="card"><h3><a href="/uutiset/uusi-hanke">Uusi hanke alkaa</a></h3><span>1.10.2026</span></div>
</main><footer><a href="/tietosuoja">Tietosuojaseloste ja evästeet</a></footer></body></html>"""


def test_a_list_without_selectors_is_guessed() -> None:
    items = read_listing(page(LIST), source()).items
    assert [(item.url.rpartition("/")[2], item.title, item.published_at) for item in items] == [
        ("avustushaku-avautuu", "Avustushaku avautuu", datetime(2026, 11, 16, 22, tzinfo=UTC)),
        ("syyskokous", "Syyskokous Kuopiossa", datetime(2026, 11, 2, 22, tzinfo=UTC)),
        ("uusi-hanke", "Uusi hanke alkaa", datetime(2026, 9, 30, 21, tzinfo=UTC)),
    ]
    assert items[0].summary == "Haku on auki joulukuun alkuun asti kaikille yhdistyksille."


def test_a_list_by_selectors() -> None:
    items = read_listing(page(LIST), source(item=".card", link="h3 a", title="h3", date="span")).items
    assert [item.title for item in items] == ["Avustushaku avautuu", "Syyskokous Kuopiossa", "Uusi hanke alkaa"]


def test_a_list_of_bare_links_in_a_table() -> None:
    rows = "".join(
        f'<tr class="row{day % 2}"><td>{day}.11.2026</td><td><a href="uutinen.php?id={day}">Yhdistyksen uutinen {day}</a></td></tr>'
        for day in (3, 4)
    )
    items = read_listing(page(f"<html><body><table>{rows}</table></body></html>"), source()).items
    assert [(item.url, item.title, item.published_at is not None) for item in items] == [
        (f"{URL}uutinen.php?id={day}", f"Yhdistyksen uutinen {day}", True) for day in (3, 4)
    ]


@pytest.mark.parametrize(
    ("body", "select", "told"),
    [
        ("<html><body><p>Ei mitään</p></body></html>", {}, "no list of items found"),
        (
            "<div><a href='/toiminta'>Toiminta</a> <a href='/liity'>Liity jäseneksi</a></div>",
            {},
            "no list of items found",
        ),
        (LIST, {"item": ".nothing"}, "select.item '.nothing' found no item"),
        (LIST, {"item": "div[[["}, "selector is not CSS"),
    ],
)
def test_what_lists_nothing_is_a_failure(body: str, select: dict[str, str], told: str) -> None:
    assert told in (read_listing(page(body), source(**select)).failure or "")


def test_a_sitemap_tells_news_newest_first_with_their_sisters() -> None:
    body = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
    <url><loc>https://a.example/yhteystiedot</loc></url>
    <url><loc>https://a.example/fi/uutiset/vanha</loc><lastmod>2026-11-01</lastmod></url>
    <url><loc>https://a.example/fi/uutiset/uusi</loc><lastmod>2026-11-17T10:00:00+02:00</lastmod>
      <xhtml:link rel="alternate" hreflang="sv" href="https://a.example/sv/aktuellt/ny"/></url></urlset>"""
    items = read_sitemap(body, url="https://a.example/sitemap.xml", source=source()).listed.items
    assert [item.url.rpartition("/")[2] for item in items] == ["uusi", "vanha"]
    assert [one.url for one in items[0].alternates] == ["https://a.example/sv/aktuellt/ny"]


def test_a_sitemap_index_names_its_children_newest_first() -> None:
    body = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://a.example/1.xml</loc><lastmod>2025-01-01</lastmod></sitemap>
    <sitemap><loc>https://a.example/2.xml</loc><lastmod>2026-01-01</lastmod></sitemap></sitemapindex>"""
    found = read_sitemap(body, url="https://a.example/sitemap.xml", source=source())
    assert found.children == ("https://a.example/2.xml", "https://a.example/1.xml")


def test_wordpress_posts_with_their_translations() -> None:
    post = {
        "id": 5,
        "date": "2026-11-17T12:01:00",
        "date_gmt": "2026-11-17T10:01:00",
        "link": "https://a.example/uutinen/x/",
        "title": {"rendered": "Uutinen &#8211; osa 2"},
        "content": {"rendered": "<p>Teksti</p>"},
        "lang": "fi",
        "translations": {"sv": "https://a.example/sv/nyhet/y/"},
    }
    (item,) = wordpress.read_posts(json.dumps([post]).encode(), url=URL, source=source()).items
    assert (item.title, item.language, item.published_at) == (
        "Uutinen – osa 2",
        "fi",
        datetime(2026, 11, 17, 10, 1, tzinfo=UTC),
    )
    assert [(one.language, one.origin) for one in item.alternates] == [("sv", "wordpress")]


@pytest.mark.parametrize("body", [b"<html>", b'{"code": "rest_forbidden"}', b""])
def test_a_closed_api_is_a_failure(body: bytes) -> None:
    assert wordpress.read_posts(body, url=URL, source=source()).failure


ROOM = {
    "releases": [
        {
            "id": 7001,
            "date": "2026-11-17T08:00:00.000Z",
            "versions": {
                "fi": {"title": "Tutkimus arjesta", "url": "/tiedote/7001/tutkimus", "leadtext": "Arki muuttuu."},
                "sv": {"title": "Studie om vardagen", "url": "/tiedote/7001/studie?lang=sv"},
            },
        }
    ]
}


def test_a_press_rooms_versions_share_their_group_and_name_each_other() -> None:
    url = "https://www.sttinfo.fi/public-website-api/pressroom/4711/releases/20/0"
    finnish, swedish = sttinfo.read_room(json.dumps(ROOM).encode(), url=url, source=source()).items
    assert finnish.group == swedish.group == "sttinfo:www.sttinfo.fi:7001"
    assert (finnish.language, swedish.language) == ("fi", "sv")
    assert finnish.alternates[0].url == swedish.url == "https://www.sttinfo.fi/tiedote/7001/studie?lang=sv"
    assert sttinfo.release_address(finnish, url) == (
        "https://www.sttinfo.fi/public-website-api/release/7001?publisherId=4711&lang=fi"
    )


@pytest.mark.parametrize("body", [b"", b"[]", b'{"releases": {}}', b"<html>"])
def test_what_is_no_press_room_is_a_failure(body: bytes) -> None:
    assert sttinfo.read_room(body, url=URL, source=source()).failure


def test_a_changed_listing_line_has_another_fingerprint() -> None:
    items = read_listing(page(LIST), source()).items
    edited = read_listing(page(LIST.replace("Syyskokous Kuopiossa", "Syyskokous siirtyy")), source()).items
    same = [fingerprint(a) == fingerprint(b) for a, b in zip(items, edited, strict=True)]
    assert same == [True, False, True]


def test_links_and_items_of_a_page_are_capped() -> None:
    rows = "".join(
        f"<li><h3><a href=/u/{n}>Tiedote numero {n} järjestöistä</a></h3>1.10.2026</li>" for n in range(3_500)
    )
    listed = read_listing(page(f"<html lang=fi><body><ul>{rows}</ul></body></html>"), source())
    assert len(listed.items) == MAX_ITEMS
    assert listed.items[0].url.endswith("/u/0")
