"""The sample sites' pages: each shape that traps readers is there, and nothing leads nowhere."""

import json
import re
from html import unescape
from time import process_time
from urllib.parse import parse_qsl, urljoin, urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup

from demo.page import Page
from demo.pages import PLATFORMS, answer
from demo.scene import Scene
from demo.sites import SITES
from demo.world import Gold, build, load, night

WORLD = load()
PORT = 8747
SCENES = WORLD.at(night(7), port=PORT)
GOLD = WORLD.gold(night(7))


def get(url: str, scenes: dict[str, Scene] | None = None) -> Page:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    return answer((scenes or SCENES)[parts.hostname or ""], parts.path or "/", dict(parse_qsl(parts.query)))


def soup(url: str) -> BeautifulSoup:
    page = get(url)
    charset = "cp1252" if "ISO-8859-1" in page.media_type else "utf-8"
    return BeautifulSoup(page.body.decode(charset), "lxml")


def one(site: str, language: str = "fi", **wanted: str) -> Gold:
    return next(
        item
        for item in GOLD
        if (item.site, item.language) == (site, language) and all(getattr(item, k) == v for k, v in wanted.items())
    )


def spoken(text: str) -> str:
    return " ".join(text.split())


def test_every_platform_has_a_site_and_every_site_a_platform() -> None:
    assert {site.platform for site in SITES} == set(PLATFORMS)


@pytest.mark.parametrize("item", GOLD, ids=lambda item: item.url)
def test_every_item_shows_its_whole_text(item: Gold) -> None:
    page = get(item.url)
    assert page.status == 200
    if page.media_type != "application/pdf":
        text = spoken(soup(item.url).get_text(" "))
        squeezed = text.replace(" ", "")
        for line in (item.title, item.lead, *item.body, item.contact):
            assert line.replace(" ", "") in squeezed


def test_nothing_on_any_page_leads_nowhere() -> None:
    seen: set[str] = set()
    waiting = [f"http://{host}:{PORT}/" for host in SCENES]
    while waiting:
        url = waiting.pop().partition("#")[0]
        if url in seen or urlsplit(url).hostname not in SCENES:
            continue
        seen.add(url)
        page = get(url)
        assert page.status < 400, url
        waiting += [value for name, value in page.headers if name == "Location"]
        if page.status == 200 and page.media_type.startswith("text/html"):
            links = re.findall(r'<(?:a|link)\b[^>]*?\shref="([^"]+)"', page.body.decode("utf-8", "replace"))
            waiting += [urljoin(url, unescape(link)) for link in links]
    assert {item.address(PORT) for item in GOLD} <= seen


@pytest.mark.parametrize("host", list(SCENES))
def test_what_is_not_there_says_so_in_the_sites_own_frame(host: str) -> None:
    page = get(f"{host}/ei-ole-olemassa")
    assert page.status == 404
    assert (
        SCENES[host].site.name(SCENES[host].language).encode("cp1252" if "ISO" in page.media_type else "utf-8")
        in page.body
    )


def test_the_whole_world_is_rendered_in_under_a_second() -> None:
    get(GOLD[0].url)  # templates are compiled once
    start = process_time()
    for item in GOLD:
        get(item.url)
    assert process_time() - start < 1


# Shape 1: WordPress
def test_wordpress_teasers_and_times() -> None:
    page = soup(one("jarjestokatto", story="pohjoismaat").url)
    teasers = page.select_one(".related-posts")
    assert teasers is not None
    assert teasers.h2 is not None
    assert teasers.h2.get_text() == "Muut teeman artikkelit"
    titles = [link.get_text() for link in teasers.select("h3 a")]
    languages = [
        item.language for title in titles for item in GOLD if item.site == "jarjestokatto" and item.title == title
    ]
    assert len(titles) == 3
    assert sorted(set(languages)) == ["fi", "sv"]
    assert languages.count("sv") == 1
    assert page.select(".posted-on")[0].get_text() == "17.11.2026 12.01"
    stamps = " ".join(spoken(page.get_text()) for page in map(soup, (i.url for i in GOLD if i.site == "jarjestokatto")))
    assert "27.5.2019 08:30" in stamps
    assert "15.2.2019 13.20" in stamps


def test_the_pair_has_two_addresses_and_only_a_tag_tells_the_language() -> None:
    fi, sv = one("jarjestokatto", "fi", story="pohjoismaat"), one("jarjestokatto", "sv", story="pohjoismaat")
    assert fi.url != sv.url
    assert "hreflang" not in get(sv.url).body.decode()
    assert "På svenska" in [tag.get_text() for tag in soup(sv.url).select(".tags-links a")]


def test_rest_collection_counts_pages_and_refuses_as_wordpress_does() -> None:
    base = "jarjestokatto.localhost/wp-json/wp/v2/posts"
    total = sum(item.site == "jarjestokatto" for item in GOLD)
    page = get(f"{base}?per_page=10&page=2")
    assert dict(page.headers) == {"X-WP-Total": str(total), "X-WP-TotalPages": str(-(-total // 10))}
    everything = json.loads(get(f"{base}?per_page=100").body)
    assert {post["link"] for post in everything} == {i.address(PORT) for i in GOLD if i.site == "jarjestokatto"}
    assert get(f"{base}?page=99").status == get(f"{base}?per_page=101").status == 400
    newest = everything[0]["date"]
    assert json.loads(get(f"{base}?after={newest}").body) == []
    assert list(json.loads(get(f"{base}?_fields=id,link&per_page=1").body)[0]) == ["id", "link"]


# Shape 2: a static page
def test_strategy_page_and_its_leaflets() -> None:
    early = WORLD.at(night(2), port=PORT)["ylasavo.localhost"]
    page = answer(early, "/strategia.html", {}).body.decode()
    assert "Muokattu viimeksi: 04.06.2020" in page
    assert re.findall(r'href="(/liitteet/[^"]+)"', page) == ["/liitteet/strategia-2020-2026.pdf"]
    now = get("ylasavo.localhost/strategia.html").body.decode()
    assert "Muokattu viimeksi: 19.11.2026" in now
    files = re.findall(r'href="(/liitteet/[^"]+)"', now)
    assert len(files) == 2
    assert all(get(f"ylasavo.localhost{file}").body.startswith(b"%PDF-") for file in files)


def test_on_night_five_only_the_strategy_pages_footer_changed() -> None:
    before, after = (
        answer(WORLD.at(night(n))["ylasavo.localhost"], "/strategia.html", {}).body.decode() for n in (4, 5)
    )
    assert before != after
    assert before.partition('<div id="footer">')[0] == after.partition('<div id="footer">')[0]


# Shape 3: class-less divs
def test_old_page_has_a_switcher_comments_with_times_and_no_class() -> None:
    item = next(
        item for item in GOLD if item.site == "vanhavirta" and item.story == "mylly-2019" and item.language == "fi"
    )
    html = get(item.url).body.decode()
    text = spoken(BeautifulSoup(html, "lxml").get_text(" "))
    assert "class=" not in html
    assert "fi | sv | eng" in text
    assert "24.5.2019 12:01" in text
    assert "Raija 24.5.2019 18:12 Hyvä juttu!" in text
    assert re.search(r"\d\d\.08\.2017, 13:20", spoken(soup("vanhavirta.localhost/uutiset.html").get_text(" ")))


# Shape 5: a project's list
def test_project_has_a_list_and_no_feed() -> None:
    links = {str(link["href"]) for link in soup("keskiyhteisot.localhost/uutiskirjeet/").select(".uutislista a")}
    news = [item for item in GOLD if item.site == "keskiyhteisot" and item.kind != "page_update"]
    assert links == {"/" + item.url.partition("/")[2] for item in news}
    assert get("keskiyhteisot.localhost/feed/").status == 404
    assert "application/rss+xml" not in get("keskiyhteisot.localhost/").body.decode()


# Shape 6: a ministry and the portal
def test_ministry_dates_number_and_chooser() -> None:
    fi, sv = (one("hom", language, number="97/2026") for language in ("fi", "sv"))
    assert fi.url.startswith("hom.localhost/-/")
    assert sv.url.startswith("hom.localhost/sv/-/")
    page, swedish = spoken(soup(fi.url).get_text(" ")), spoken(soup(sv.url).get_text(" "))
    assert "Julkaisuajankohta 17.11.2026 13.47 | Publicerad på svenska 17.11.2026 kl. 15.53" in page
    assert "Utgivningsdatum 17.11.2026 13.47 | Publicerad på svenska 17.11.2026 kl. 15.53" in swedish
    assert "Tiedote 97/2026" in page
    assert "Pressmeddelande 97/2026" in swedish
    assert "suomi svenska English Davvisámegiella русский Deutsch français" in page
    assert page.index("Davvisámegiella") < page.index(fi.body[0])


def test_most_but_not_all_release_pages_name_their_sisters_by_hreflang() -> None:
    named = ['rel="alternate" hreflang="sv"' in get(item.url).body.decode() for item in GOLD if item.site == "hom"]
    assert 0.5 <= sum(named) / len(named) < 1


def test_portal_republishes_the_same_words_and_escapes_cdata_into_them() -> None:
    copies = [item for item in GOLD if item.site == "julkaisuportaali" and item.creator != item.site]
    assert {item.creator for item in copies} == {"hom", "kansalaisministerio"}
    for copy in copies:
        original = one(copy.creator, copy.language, story=copy.story)
        assert (copy.title, copy.body) == (original.title, original.body)
    feed = get("julkaisuportaali.localhost/staattiset-feedit/-/asset_publisher/Kh4WBNNjLkT0/rss").body
    assert b"<description>&lt;![CDATA[&lt;p&gt;" in feed
    assert "hyvinvointi- ja osallisuusministeriö" in {entry.author for entry in feedparser.parse(feed).entries}


# Shape 7: other feeds
def test_press_room_versions_share_one_release() -> None:
    listed = json.loads(get("arkitutkimus.localhost/public-website-api/pressroom/4711/releases/20/0").body)
    stories = {item.story for item in GOLD if item.site == "arkitutkimus"}
    assert listed["paging"]["count"] == len(listed["releases"]) == len(stories)
    full = next(release for release in listed["releases"] if {"fi", "sv", "en"} <= set(release["versions"]))
    whole = json.loads(
        get(f"arkitutkimus.localhost/public-website-api/release/{full['id']}?publisherId=4711&lang=fi").body
    )
    item = next(i for i in GOLD if i.site == "arkitutkimus" and i.title == full["versions"]["sv"]["title"])
    assert BeautifulSoup(whole["versions"]["sv"]["body"]["complete"], "lxml").get_text("\n").splitlines() == list(
        item.body
    )
    assert item.url.endswith(full["versions"]["sv"]["url"])
    assert (
        json.loads(get("arkitutkimus.localhost/public-website-api/pressroom/4711/releases/20/1").body)["releases"] == []
    )


def test_atom_names_the_language_versions() -> None:
    feed = feedparser.parse(get("kansalaisministerio.localhost/atom.xml").body)
    entry = next(entry for entry in feed.entries if "kansalaisyhteiskuntastrategian" in entry.title)
    assert [link["hreflang"] for link in entry.links] == ["fi", "sv"]
    assert entry.links[0]["href"] == one("kansalaisministerio", "fi", number="45/2026").address(PORT)
    letter = next(entry for entry in feed.entries if entry.title == "Kutsu")
    assert letter.links[0]["type"] == "application/pdf"
    assert get(letter.links[0]["href"]).media_type == "application/pdf"


def test_json_feed_is_version_1_1() -> None:
    feed = json.loads(get("omaisareena.localhost/sv/feed.json").body)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert {item["url"] for item in feed["items"]} == {
        item.address(PORT) for item in GOLD if (item.site, item.language) == ("omaisareena", "sv")
    }
    assert all(BeautifulSoup(item["content_html"], "lxml").find("p") for item in feed["items"])


def test_old_feed_is_iso_8859_1_with_html_entities() -> None:
    page = get("savonkuulo.localhost/uutiset.rss")
    assert page.media_type.endswith("charset=ISO-8859-1")
    assert b"&auml;" in page.body
    assert "ä".encode("latin-1") in page.body
    titles = {entry.title for entry in feedparser.parse(page.body).entries}
    assert titles == {item.title for item in GOLD if item.site == "savonkuulo"}
    assert b'<rss version="0.91">' in get("savonkuulo.localhost/rss091.xml").body
    article = get(one("savonkuulo").url)
    assert "–".encode("cp1252") in article.body
    assert article.media_type == "text/html; charset=ISO-8859-1"


def test_northern_sami_feed_holds_the_northern_sami_item() -> None:
    feed = feedparser.parse(get("saamensiida.localhost/feed/?lang=se").body)
    assert [entry.link for entry in feed.entries] == [one("saamensiida", "se").address(PORT)]
    assert {i.language for i in GOLD if i.story == one("saamensiida", "se").story} == {"fi", "sv", "se"}


def test_sitemap_names_the_language_versions_of_all_news() -> None:
    sitemap = BeautifulSoup(get("tervakunta.localhost/sitemap.xml").body, "xml")
    addresses = {loc.get_text() for loc in sitemap.find_all("loc")}
    assert {item.address(PORT) for item in GOLD if item.site == "tervakunta"} <= addresses
    assert len(sitemap.find_all("link", hreflang="sv")) > 2


def test_the_two_hosts_of_a_wellbeing_area_do_not_serve_each_others_pages() -> None:
    sv = one("rannikkohva", "sv")
    assert sv.url.startswith("kustensvo.localhost/aktuellt/")
    assert get(sv.url.replace("kustensvo", "rannikkohva")).status == 404
    assert "rannikkohva.localhost:8747/ajankohtaista/" not in get(sv.url).body.decode()


def test_a_removed_item_is_404_and_at_the_json_feed_site_410() -> None:
    text = """
[[item]]
key = "{site}-poistuva"
kind = "news"
removed = 2026-11-19T09:00:00+02:00
[item.fi]
slug = "poistuva"
title = "Poistuva"
published = 2026-11-17T12:01:00+02:00
body = "Teksti."
"""
    world = build({site: text.replace("{site}", site) for site in ("hom", "omaisareena")})
    for site, status in (("hom", 404), ("omaisareena", 410)):
        url = next(item.url for item in world.gold(night(1 + 2)) if item.site == site)
        assert get(url, dict(world.at(night(3)))).status == 200
        assert get(url, dict(world.at(night(4)))).status == status


@pytest.mark.parametrize("site", ["hom", "arkitutkimus", "saamensiida"])
def test_further_parameters_do_no_harm(site: str) -> None:
    url = one(site).url
    tagged = f"{url}{'&' if '?' in url else '?'}utm_source=rss"
    assert get(tagged) == get(url)


@pytest.mark.parametrize(
    "query", ["per_page=-1", "page=0", "per_page=٣", "after=eilen", "page=99999999999999999999", "_fields="]
)
def test_odd_queries_get_an_answer(query: str) -> None:
    assert get(f"jarjestokatto.localhost/wp-json/wp/v2/posts?{query}").status in {200, 400}
