"""Discovery against the sample web, against a small server with bad manners, and on pages as values."""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.registry import registry
from demo.server import Server
from demo.world import load, night
from sources.addresses import Doors
from sources.discovery import Found, discover
from sources.exploring import MOST_REQUESTS, explore
from sources.frontpages import read_front
from sources.http import Failure, Manners
from sources.naming import agreed, id_of, slug, visible
from sources.registry import read_organisation
from sources.wordpress import posts_address
from sources.writing import AlreadyThere, Remarks, quoted, toml, write
from stories.model import Organisation, Select, Source
from stories.visit import Fetched
from tests.web import Answer, Told, Web

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(load(), now=night(7)) as running:
        yield running


@cache
def found_at(server: Server, name: str) -> Found:
    url = f"http://{name}.localhost:{server.port}/"
    return asyncio.run(explore(url, doors=Doors.of(server.allow), manners=Manners(), now=server.now))


def written(server: Server, name: str) -> Organisation:
    """What a person wrote about the same site."""
    return read_organisation(registry(server.port)[f"{name}.toml"].encode(), Path(f"{name}.toml"))


@pytest.mark.parametrize(
    "name", ["jarjestokatto", "omaisareena", "tervakunta", "vanhavirta", "arkitutkimus", "rannikkohva", "hom"]
)
def test_finds_what_a_person_wrote_down(server: Server, name: str) -> None:
    person, found = written(server, name), found_at(server, name)
    wanted = {(one.kind, one.url, one.language) for one in person.sources if one.enabled}
    assert {(one.kind, one.url, one.language) for one in found.sources} == wanted
    assert found.website == person.website


@pytest.mark.parametrize("name", [path.removesuffix(".toml") for path in registry(80) if path != "arkitutkimus.toml"])
def test_names_are_those_a_person_wrote_down(server: Server, name: str) -> None:
    person, found = written(server, name), found_at(server, name)
    assert found.names["fi"] == person.name["fi"]
    assert {code: text for code, text in found.names.items() if person.name.get(code) != text} == {}


def test_a_feed_of_the_same_items_is_left_out_with_its_reason(server: Server) -> None:
    found = found_at(server, "jarjestokatto")
    assert [
        (url.rpartition(":")[2].partition("/")[2], reason.partition(" as ")[0]) for url, reason in found.left_out
    ] == [("feed/", "lists the same items")]
    assert found.aliases == ("Järjestökatto", "Organisationstaket")


def test_an_exploration_asks_each_address_once(server: Server) -> None:
    before = len(server.log)
    found_at.__wrapped__(server, "vanhavirta")
    asked = [(one.host, one.path) for one in server.log[before:] if one.path != "/robots.txt"]
    assert len(asked) == len(set(asked)) <= 30


def rss(*titles: str, at: str = "Fri, 20 Nov 2026 10:00:00 +0200", path: str = "/u") -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>{path}/{number}-{slug(title)}</link><pubDate>{at}</pubDate></item>"
        for number, title in enumerate(titles)
    )
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


FI = ("Järjestöt vaativat lisää rahoitusta", "Yhdistys sai uuden toiminnanjohtajan", "Syyskokous pidetään Kuopiossa")
SV = ("Organisationerna kräver mera pengar", "Föreningen har fått en ny ordförande", "Höstmötet hålls i Vasa i år")


def page(head: str = "", body: str = "", lang: str = "fi", title: str = "Etusivu – Kallion kerho ry") -> Answer:
    text = f"<html lang='{lang}'><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return Answer(headers=HTML, body=text.encode())


def feed_link(path: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f"<link rel='alternate' type='{kind}' title='{title}' href='{path}'>"


def explored(answers: dict[str, Told], url: str = "/") -> tuple[Found, list[str]]:
    with Web(answers) as web:
        found = asyncio.run(explore(web.url(url), doors=web.doors, manners=Manners(), now=NOW))
        return found, web.paths()


def paths(found: Found) -> dict[str, str]:
    return {one.id: "/" + one.url.partition("//")[2].partition("/")[2] for one in found.sources}


def test_comments_categories_and_calendars_are_no_sources() -> None:
    head = "".join(
        (
            feed_link("/feed/", "Kallion kerho » syöte"),
            feed_link("/comments/feed/", "Kallion kerho » kommenttien syöte"),
            feed_link("/etusivu/feed/", "Kallion kerho » Etusivu kommentit: kommenttien syöte"),
            feed_link("/category/retket/feed/", "Kallion kerho » Retket"),
            feed_link("/tapahtumat.ics", "iCal", "text/calendar"),
        )
    )
    found, asked = explored(
        {
            "/": page(head),
            "/feed/": Answer(body=rss(*FI)),
            "/comments/feed/": Answer(body=rss("Hyvä kirjoitus, kiitos siitä!")),
            "/category/retket/feed/": Answer(body=rss("Retki Nuuksioon on täynnä nyt", path="/retket")),
        }
    )
    assert paths(found) == {"uutiset": "/feed/"}
    assert not {"/comments/feed/", "/etusivu/feed/", "/tapahtumat.ics"} & set(asked)
    assert [reason for _, reason in found.left_out] == ["the feed of one category"]


def test_a_well_known_address_is_found_and_a_page_posing_as_one_is_not() -> None:
    pose = page(body="<p>Sivua ei löytynyt</p>")
    found, _ = explored({"/": page(), "/feed/": pose, "/rss.xml": pose, "/uutiset/feed/": Answer(body=rss(*FI))})
    assert paths(found) == {"uutiset": "/uutiset/feed/"}
    assert found.left_out == ()


def test_the_news_page_may_name_the_feed() -> None:
    found, _ = explored(
        {
            "/": page(body="<a href='/ajankohtaista'>Ajankohtaista</a>"),
            "/ajankohtaista": page("", "<a href='/ajankohtaista/rss'>RSS</a>"),
            "/ajankohtaista/rss": Answer(body=rss(*FI)),
        }
    )
    assert paths(found) == {"uutiset": "/ajankohtaista/rss"}


def test_language_sisters_by_query_and_their_feeds() -> None:
    choose = "<ul><li><a href='/?lang=fi'>fi</a></li><li><a href='/?lang=sv'>sv</a></li></ul>"
    found, _ = explored(
        {
            "/": page(feed_link("/feed/"), choose),
            "/?lang=sv": page("", choose, lang="sv", title="Kalliogillet rf – Framsida"),
            "/feed/": Answer(body=rss(*FI)),
            "/feed/?lang=sv": Answer(body=rss(*SV, path="/n")),
        }
    )
    assert paths(found) == {"uutiset": "/feed/", "nyheter": "/feed/?lang=sv"}
    assert found.names == {"fi": "Kallion kerho ry", "sv": "Kalliogillet rf"}
    assert [one.language for one in found.sources] == ["fi", "sv"]


def test_a_language_parameter_that_changes_nothing_gives_no_second_source() -> None:
    home = page(feed_link("/feed/"), "<a href='/?lang=sv'>På svenska</a>")
    same = Answer(body=rss(*FI))
    found, _ = explored({"/": home, "/?lang=sv": home, "/feed/": same, "/feed/?lang=sv": same})
    assert paths(found) == {"uutiset": "/feed/"}
    assert found.names == {"fi": "Kallion kerho ry"}


def test_a_closed_api_gives_way_to_the_feed() -> None:
    api = "<link rel='https://api.w.org/' href='/wp-json/'>"
    found, _ = explored({"/": page(api + feed_link("/feed/")), "/feed/": Answer(body=rss(*FI))})
    assert paths(found) == {"uutiset": "/feed/"}
    assert [reason for _, reason in found.left_out] == ["answered 404"]


def test_a_feed_left_behind_gives_way_to_a_living_list() -> None:
    rows = "".join(f"<li><a href='/uutiset/{slug(title)}'>{title}</a> 20.11.2026</li>" for title in FI)
    old = rss("Yhdistyksen kesäretki Hankoon", "Uusi hallitus aloitti työnsä", at="Fri, 20 Nov 2015 10:00:00 +0200")
    found, _ = explored(
        {
            "/": page(feed_link("/feed/"), "<a href='/uutiset'>Uutiset</a>"),
            "/feed/": Answer(body=old),
            "/uutiset": page(body=f"<main><ul>{rows}</ul></main>"),
        }
    )
    assert paths(found) == {"uutiset": "/uutiset"}
    assert [reason for _, reason in found.left_out] == ["its newest item is 4020 days old; others are alive"]


def test_a_feed_left_behind_is_kept_with_a_remark_when_nothing_else_lives() -> None:
    old = rss(*FI, at="Fri, 20 Nov 2015 10:00:00 +0200")
    found, _ = explored({"/": page(feed_link("/feed/")), "/feed/": Answer(body=old)})
    assert [one.remarks for one in found.sources] == [("newest item is 4020 days old",)]


def test_robots_txt_is_obeyed() -> None:
    robots = Answer(body=b"User-agent: *\nDisallow: /feed/\nDisallow: /wp-json/\n")
    found, asked = explored({"/robots.txt": robots, "/": page(feed_link("/feed/")), "/rss.xml": Answer(body=rss(*FI))})
    assert "/feed/" not in asked
    assert paths(found) == {"uutiset": "/rss.xml"}
    assert [reason for _, reason in found.left_out] == ["robots.txt does not allow it"]


def test_a_press_room_is_found_by_its_rss_and_read_through_it_when_its_json_is_closed() -> None:
    found, asked = explored(
        {
            "/": page("", "<a href='/uutishuone/4335/kerho'>Uutishuone</a>"),
            "/rss/releases/latest?publisherId=4335": Answer(body=rss(*FI)),
        }
    )
    assert paths(found) == {"stt": "/public-website-api/pressroom/4335/releases/20/0"}
    assert "/public-website-api/pressroom/4335/releases/20/0" in asked


def test_the_address_of_a_feed_leads_to_its_site() -> None:
    found, _ = explored({"/": page(), "/oma.xml": Answer(body=rss(*FI))}, "/oma.xml")
    assert paths(found) == {"uutiset": "/oma.xml"}
    assert found.names == {"fi": "Kallion kerho ry"}


def test_a_sitemap_without_news_is_no_source() -> None:
    pages = "".join(f"<url><loc>/sivu{number}</loc></url>" for number in range(9))
    xml = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{pages}</urlset>"
    found, asked = explored({"/": page(), "/sitemap.xml": Answer(body=xml.encode())})
    assert "/sitemap.xml" in asked
    assert found.sources == ()


def test_a_site_that_does_not_answer_is_a_failure_in_one_line() -> None:
    refused = Failure(url="https://a.example/", reason="host name does not resolve (no network?)")
    assert discover("https://a.example/", {"https://a.example/": refused}, now=NOW).failure == refused.reason
    found, _ = explored({"/": Answer(500)})
    assert found.failure == "answered 500"
    assert found.sources == ()


def test_a_page_that_names_a_thousand_feeds_costs_its_budget_and_no_more() -> None:
    links = "".join(feed_link(f"/f{number}.xml") for number in range(1000))
    lists = "".join(f"<a href='/uutiset{number}'>Uutiset</a><a href='/x{number}.rss'>RSS</a>" for number in range(1000))
    chooser = "".join(f"<a href='/{code}'>{code}</a> | " for code in ("sv", "en", "se"))
    home = page(links, lists + chooser)
    found, asked = explored(dict.fromkeys(("/", "/sv", "/en", "/se"), home))
    assert len(asked) <= MOST_REQUESTS + 1
    assert found.sources == ()


def test_inner_addresses_are_refused_and_told() -> None:
    inner = feed_link("http://169.254.169.254/latest/meta-data/") + feed_link("http://127.0.0.1:1/feed")
    found, _ = explored({"/": page(inner + feed_link("/feed/")), "/feed/": Answer(body=rss(*FI))})
    assert paths(found) == {"uutiset": "/feed/"}
    assert all("refused" in reason for _, reason in found.left_out)
    assert len(found.left_out) == 2


def fetched(text: str, url: str = "https://www.kerho.example/", headers: tuple[tuple[str, str], ...] = ()) -> Fetched:
    return Fetched(url=url, final_url=url, status=200, headers=headers, body=text.encode(), fetched_at=NOW)


def test_a_twin_on_another_domain_must_link_back() -> None:
    home = "https://www.kerho.example/"
    pages = {
        home: fetched("<html lang='fi'><title>Kerho ry</title><a href='https://gillet.example/'>På svenska</a></html>"),
    }
    assert discover(home, pages, now=NOW).wanted == ("https://gillet.example/",)
    stranger = fetched("<html lang='sv'><title>Gillet rf</title></html>", "https://gillet.example/")
    found = _all_refused(home, pages | {"https://gillet.example/": stranger})
    assert found.languages == ("fi",)
    assert ("https://gillet.example/", "sv: does not link back to kerho.example") in found.left_out
    twin = fetched(
        f"<html lang='sv'><title>Gillet rf</title><a href='{home}'>Suomeksi</a></html>", "https://gillet.example/"
    )
    found = _all_refused(home, pages | {"https://gillet.example/": twin})
    assert found.languages == ("fi", "sv")
    assert found.names == {"fi": "Kerho ry", "sv": "Gillet rf"}


def _all_refused(url: str, answers: dict[str, Fetched]) -> Found:
    """What is found when nothing else answers."""
    known: dict[str, Fetched | Failure] = dict(answers)
    for _ in range(20):
        found = discover(url, known, now=NOW)
        if not found.wanted:
            return found
        known |= {one: Failure(url=one, reason="timed out") for one in found.wanted}
    raise AssertionError("discovery never ends")


def test_names_from_json_ld_come_before_the_title_and_partners_are_not_us() -> None:
    ld = (
        '{"@graph": [{"@type": "Organization", "name": "Rahoittaja Oy", "url": "https://raha.example/"},'
        ' {"@type": ["NGO"], "name": "Kallion kerho ry", "url": "https://www.kerho.example/"}]}'
    )
    front = read_front(
        fetched(
            f"<html lang='fi'><title>Tervetuloa</title><script type='application/ld+json'>{ld}</script><body>x</body>"
        )
    )
    assert front is not None
    assert agreed([(front.language, front.claims, front.aliases)]).names == {"fi": "Kallion kerho ry"}


def test_an_abbreviation_in_parentheses_is_an_alias() -> None:
    front = read_front(
        fetched(
            "<html lang='fi'><title>Etusivu | Sosiaali- ja terveysministeriö</title>"
            "<p>Sosiaali- ja terveysministeriö (STM) vastaa. Raha-automaattiyhdistys (RAY) ei enää.</p></html>"
        )
    )
    assert front is not None
    named = agreed([(front.language, front.claims, front.aliases)])
    assert named.names == {"fi": "Sosiaali- ja terveysministeriö"}
    assert named.aliases == ("STM",)


def test_wordpress_is_known_by_its_link_header() -> None:
    header = (("Link", '<https://www.kerho.example/wp-json/>; rel="https://api.w.org/"'),)
    front = read_front(fetched("<html><body>x</body></html>", headers=header))
    assert front is not None
    assert [(sign.kind, sign.url) for sign in front.signs] == [("wordpress", "https://www.kerho.example/")]


@given(st.text(max_size=300))
def test_no_page_makes_it_raise(text: str) -> None:
    front = read_front(
        fetched(
            f"<html><title>{text}</title><a href='{text}'>{text}</a><script type='application/ld+json'>{text}</script>"
        )
    )
    assert front is None or isinstance(front.claims, tuple)


def test_json_ld_of_ten_thousand_levels_and_long_titles_end_soon() -> None:
    deep = '{"a":' * 10_000 + "1" + "}" * 10_000
    text = f"<html><title>{'( – | ' * 20_000}</title><script type='application/ld+json'>{deep}</script>{'(AB) ' * 20_000}</html>"
    assert read_front(fetched(text)) is not None


@given(st.text(), st.text(min_size=1).filter(lambda text: bool(text.strip())), st.lists(st.text(), max_size=3))
def test_a_written_file_reads_back_as_it_was(remark: str, name: str, drop: list[str]) -> None:
    source = Source(
        name="kerho/news",
        organisation="kerho",
        kind="listing",
        url="https://kerho.example/?q=%22",
        language="fi",
        enabled=False,
        select=Select(item=name, drop=tuple(drop)),
    )
    made = Organisation(
        id="kerho",
        kind="association",
        region="FI-15",
        website="https://kerho.example/",
        name={"fi": name, "sv": name},
        aliases=(name,),
        sources=(source,),
    )
    text = toml(made, Remarks(top=(remark,), of={"news": (remark,)}, end=(remark,)))
    assert read_organisation(text.encode("utf-8", "surrogatepass"), Path("kerho.toml")) == made
    assert tomllib.loads(text)["id"] == "kerho"


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    text = 'id = "k"\nkind = "project"\nregion = "FI"\nwebsite = "https://k.example/"\n[name]\nfi = "K"\n'
    assert write(text, tmp_path / "uusi", "k").read_text() == text
    with pytest.raises(AlreadyThere, match=r"k\.toml exists"):
        write(text + "# muutos\n", tmp_path / "uusi", "k")
    assert (tmp_path / "uusi" / "k.toml").read_text() == text


def test_ids_come_from_hosts_or_names() -> None:
    assert id_of(f"https://www.{'järjestö'.encode('idna').decode()}.example/") == "jarjesto"
    assert id_of("http://127.0.0.1:8000/", ["Kallion kerho ry"]) == "kallion-kerho-ry"
    assert id_of("http://[::1]/", []) == "organisation"


def test_what_is_shown_carries_no_control_characters() -> None:
    assert visible("a\x1b[31m\u202eb\nc\x9b") == "a [31m b c"
    assert quoted("https://a.example/\u202efdp.exe") == '"https://a.example/\\U0000202Efdp.exe"'


def wordpress(*titles: str, path: str) -> Answer:
    posts = [
        {"id": number, "link": f"/{path}/{number}", "title": {"rendered": title}, "date_gmt": "2026-11-20T08:00:00"}
        for number, title in enumerate(titles)
    ]
    return Answer(headers={"Content-Type": "application/json"}, body=json.dumps(posts).encode())


def test_each_language_of_a_site_may_have_its_own_api() -> None:
    chooser = "<nav><a hreflang='fi' href='/'>Suomeksi</a> <a hreflang='sv' href='/sv/'>På svenska</a></nav>"
    api = "<link rel='https://api.w.org/' href='{}wp-json/'>"
    found, _ = explored(
        {
            "/": page(api.format("/"), chooser),
            "/sv/": page(api.format("/sv/"), chooser, lang="sv", title="Kalliogillet rf"),
            posts_address("/"): wordpress(*FI, path="u"),
            posts_address("/sv/"): wordpress(*SV, path="sv"),
        }
    )
    assert paths(found) == {"news": "/", "news-sv": "/sv/"}
    assert [one.language for one in found.sources] == ["fi", "sv"]


def test_the_same_items_under_other_addresses_and_formats_are_one_source() -> None:
    entries = "".join(
        f"<entry><title>{title}</title><link href='/u/{number}?utm_source=atom'/><updated>2026-11-20T10:00:00Z</updated></entry>"
        for number, title in enumerate(FI)
    )
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>"
    found, _ = explored(
        {
            "/": page(feed_link("/rss") + feed_link("/atom", kind="application/atom+xml")),
            "/rss": Answer(body=rss(*FI)),
            "/atom": Answer(body=atom.encode()),
        }
    )
    assert paths(found) == {"uutiset": "/rss"}
    assert [reason.partition(" as ")[0] for _, reason in found.left_out] == ["lists the same items"]


def test_news_and_a_blog_of_their_own_are_two_sources() -> None:
    blog = rss("Ajatuksia vapaaehtoistyöstä syksyllä", "Miksi yhdistys kannattaa perustaa", path="/blogi")
    found, _ = explored(
        {
            "/": page(feed_link("/uutiset/feed/") + feed_link("/blogi/feed/")),
            "/uutiset/feed/": Answer(body=rss(*FI)),
            "/blogi/feed/": Answer(body=blog),
        }
    )
    assert paths(found) == {"uutiset": "/uutiset/feed/", "blogi": "/blogi/feed/"}


def test_a_moved_feed_is_written_down_where_it_lives_now() -> None:
    moved = Answer(301, headers={"Location": "/uusi.xml"})
    found, _ = explored({"/": page(feed_link("/vanha.xml")), "/vanha.xml": moved, "/uusi.xml": Answer(body=rss(*FI))})
    assert paths(found) == {"uutiset": "/uusi.xml"}
