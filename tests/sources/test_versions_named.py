"""Every way in which publishers name a text's other language, read from the bytes of its page or its listing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sources.extract import read_page
from sources.feeds import read_feed
from sources.sitemaps import read_sitemap
from sources.wordpress import read_posts
from stories.model import Alternate, Source
from stories.variants import judge
from stories.visit import Fetched
from tests.sources.small_web import TEXT, TEXT_SV, feed, page, task, visits
from tests.sources.test_extract import fetched
from tests.web import Web

SOURCE = Source(name="a/news", organisation="a", kind="feed", url="https://a.example/feed")
HERE, THERE = "https://a.example/uutiset/talkoot", "https://a.example/sv/nyheter/talko"


def read(html: str = "", **changes: object) -> Fetched:
    body = f"<html lang='fi'><head>{html}</head><body><article><h1>Talkoot</h1>{TEXT}</article></body></html>"
    return replace(fetched(body, url=HERE), **changes)  # type: ignore[arg-type]  # the test's own shorthand


HEAD = {
    "hreflang": f"<link rel='alternate' hreflang='sv-FI' href='{THERE}'>",
    "jsonld": '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Talkoot", "workTranslation": '
    f'{{"@type": "NewsArticle", "inLanguage": "sv", "url": "{THERE}"}}}}</script>',
}


@pytest.mark.parametrize("origin", HEAD)
def test_a_pages_head(origin: str) -> None:
    assert read_page(read(HEAD[origin])).alternates == (Alternate(language="sv", url=THERE, origin=origin),)


@pytest.mark.parametrize(
    "value",
    [
        f'<{THERE}>; rel="alternate"; hreflang="sv"',
        f"</sv/nyheter/talko>;rel=alternate;hreflang=sv-FI, <{HERE}>; rel=alternate; hreflang=fi",
        f'<https://a.example/>; rel="https://api.w.org/", <{THERE}>; hreflang="sv"; title="a, b"; rel="nofollow alternate"',
    ],
)
def test_the_link_header(value: str) -> None:
    answer = read(headers=(("Content-Type", "text/html"), ("Link", value)))
    assert read_page(answer).alternates == (Alternate(language="sv", url=THERE, origin="link-header"),)


@pytest.mark.parametrize(
    "value",
    [
        f'<{THERE}>; rel="canonical"; hreflang="sv"',
        f'<{THERE}>; rel="alternate"',
        f'<{THERE}>; rel="alternate"; hreflang="x-default"',
        f'<{THERE}>; rel="alternate"; hreflang="sv"; anchor="https://b.example/"',
        '<javascript:alert(1)>; rel="alternate"; hreflang="sv"',
        '<https://a.example/sv/>; rel="alternate"; hreflang="sv"',
        "<" * 20_000,
        '<a>; rel="' * 2_000,
    ],
)
def test_a_link_header_that_names_no_version(value: str) -> None:
    assert read_page(read(headers=(("Content-Type", "text/html"), ("Link", value)))).alternates == ()


def test_a_chooser_on_the_page() -> None:
    html = f"<html lang='fi'><body><ul><li><a href='{HERE}'>Suomeksi</a></li><li><a href='{THERE}'>På svenska</a></li></ul>"
    found = read_page(fetched(f"{html}<article><h1>Talkoot</h1>{TEXT}</article></body></html>", url=HERE)).alternates
    assert found == (Alternate(language="sv", url=THERE, origin="switcher"),)


def test_a_sitemaps_and_a_feeds_own_links() -> None:
    sitemap = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:xhtml='http://www.w3.org/1999/xhtml'><url>"
        f"<loc>{HERE}</loc><xhtml:link rel='alternate' hreflang='fi' href='{HERE}'/>"
        f"<xhtml:link rel='alternate' hreflang='sme' href='{THERE}'/>"
        "<xhtml:link rel='alternate' hreflang='x-default' href='https://a.example/muu'/></url></urlset>"
    )
    (item,) = read_sitemap(sitemap.encode(), url="https://a.example/sitemap.xml", source=SOURCE).listed.items
    assert item.alternates == (Alternate(language="se", url=THERE, origin="hreflang"),)
    atom = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><entry><title>Talkoot</title><id>x</id><link href='{HERE}'/>"
        f"<link rel='alternate' hreflang='sv-FI' href='{THERE}'/></entry></feed>"
    )
    (entry,) = read_feed(atom.encode(), url=SOURCE.url, source=SOURCE).items
    assert (entry.url, entry.alternates) == (HERE, (Alternate(language="sv", url=THERE, origin="feed"),))


def test_wordpress_translations() -> None:
    post = (
        f'[{{"link": "{HERE}", "title": "Talkoot", "wpml_translations": [{{"locale": "sv_SE", "href": "{THERE}"}}]}}]'
    )
    (item,) = read_posts(post.encode(), url="https://a.example/wp-json", source=SOURCE).items
    assert item.alternates == (Alternate(language="sv", url=THERE, origin="wordpress"),)


def test_items_of_titles_alone_are_judged_by_what_their_pages_say() -> None:
    date = "17.11.2026 12.01"
    titled = {"/fi": feed(("/1", "Tervetuloa", date)), "/sv": feed(("/sv/2", "Nyheter", date))}
    pages = {
        "/1": page("Tervetuloa", TEXT + "<p>Ilmoittaudu 24.11.2026 mennessä Kerttu Salakalle.</p>"),
        "/sv/2": page(
            "Nyheter", TEXT_SV + "<p>Anmäl dig senast den 24 november 2026 till Kerttu Salakka.</p>", lang="sv"
        ),
    }
    with Web(titled | pages) as web:
        tasks = [task(web, path="/fi"), task(web, path="/sv", name="a/news-sv")]
        articles = [found for outcome in visits(tasks, web) for found in outcome.articles]
        assert {"/1", "/sv/2"} <= set(web.paths())
    assert [bool(one.body) for one in articles] == [True, True]
    (told,) = judge(articles)
    assert told.relation == "variant"
    bare = [replace(one, body="", summary="") for one in articles]
    assert [one for one in judge(bare) if one.relation == "variant"] == []
