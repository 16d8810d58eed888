"""First sight: how far back a site is read, once; and what one page of a list cannot hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from sources import sttinfo, wordpress
from sources.http import Manners
from sources.paging import next_page
from stories.model import SourceKind
from stories.visit import Fetched, Memory
from tests.sources.small_web import NIGHT, TEXT, feed, page, remembered, task, titles, visit, visits
from tests.web import Answer, Web

API = wordpress.posts_address("/")


def post(web: Web, number: int, *, days: int | None = None, text: str = TEXT * 2) -> dict[str, object]:
    at = NIGHT - timedelta(days=number if days is None else days, hours=3)
    return {
        "id": number,
        "link": web.url(f"/{number}"),
        "date_gmt": at.strftime("%Y-%m-%dT%H:%M:%S"),
        "title": {"rendered": f"Tiedote numero {number}"},
        "content": {"rendered": text},
    }


def serve_posts(web: Web, posts: list[dict[str, object]], *, total: bool = True) -> None:
    """The API's pages of fifty, each with how many there are."""
    pages = [posts[at : at + wordpress.PER_PAGE] for at in range(0, len(posts), wordpress.PER_PAGE)]
    for number, part in enumerate(pages, 1):
        headers = {"Content-Type": "application/json"} | ({"X-WP-TotalPages": str(len(pages))} if total else {})
        path = API if number == 1 else f"{API}&page={number}"
        web.answers[path] = Answer(headers=headers, body=json.dumps(part).encode())
    for one in posts:
        web.answers[str(one["link"]).removeprefix(web.url(""))] = page(f"Tiedote numero {one['id']}")


@pytest.mark.parametrize("total", [True, False])
def test_a_wordpress_sites_history_is_read_once_and_from_its_api(total: bool) -> None:
    with Web({}) as web:
        serve_posts(web, [post(web, number) for number in range(101)], total=total)
        first = visit(web, task(web, kind="wordpress", path="/"))
        assert len(first.articles) == len({found.url for found in first.articles}) == 101
        assert sum("page=" in path.replace("per_page", "") for path in web.paths()) == 2
        assert first.requests == 3 + 50, "the history's texts come with the list"
        assert {len(found.body) > 200 for found in first.articles} == {True}
        memory, asked = remembered(Memory(source="a/news"), first), len(web.asked)
        web.answers[API] = Answer(
            headers={"X-WP-TotalPages": "3"},
            body=json.dumps([post(web, 999, days=0), *[post(web, n) for n in range(49)]]).encode(),
        )
        web.answers["/999"] = page("Tiedote numero 999")
        again = visit(web, task(web, kind="wordpress", path="/", memory=memory), night=1)
        assert titles(again) == ["Tiedote numero 999"]
        assert len(web.asked) - asked == 3, "robots.txt, one page of the list, one item"


def test_history_ends_at_the_settings_cap_and_after_a_year() -> None:
    with Web({}) as web:
        serve_posts(web, [post(web, number, days=number * 6) for number in range(101)])
        manners = Manners(history_days=365)
        found = visit(web, task(web, kind="wordpress", path="/"), manners=manners)
        assert len(found.articles) == 61, "the first page whole, then what is younger than a year"
        asked = [path for path in web.paths() if "&page=" in path]
        assert asked == [f"{API}&page=2"]
        serve_posts(web, [post(web, number, days=1) for number in range(101)])
        many = visit(web, task(web, kind="wordpress", path="/"), manners=Manners(history_pages=1))
        assert len(many.articles) == 50


def test_a_page_of_history_that_fails_ends_it_and_costs_nothing_else() -> None:
    with Web({}) as web:
        serve_posts(web, [post(web, number) for number in range(60)])
        web.answers[f"{API}&page=2"] = Answer(400)
        found = visit(web, task(web, kind="wordpress", path="/"))
        assert (found.outcome, len(found.articles)) == ("read", 50)


def wordpress_feed(web: Web, numbers: range) -> Answer:
    items = "".join(
        f"<item><title>Tiedote numero {n}</title><link>{web.url(f'/{n}')}</link>"
        f"<pubDate>{(NIGHT - timedelta(days=n)).strftime('%a, %d %b %Y %H:%M:%S')} +0000</pubDate></item>"
        for n in numbers
    )
    head = "<generator>https://wordpress.org/?v=6.8</generator>"
    told = f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()

    return Answer(headers={"ETag": f'"{numbers}"', "Content-Type": "application/rss+xml"}, body=told)


def conditional(answer: Answer) -> Callable[[Mapping[str, str]], Answer]:
    def told(headers: Mapping[str, str]) -> Answer:
        return Answer(304) if headers.get("if-none-match") == answer.headers["ETag"] else answer

    return told


def test_a_closed_api_costs_one_request_a_night_and_is_tried_again_after_a_week() -> None:
    with Web({API: Answer(401)}) as web:
        for number in range(40):
            web.answers[f"/{number}"] = page(f"Tiedote numero {number}")
        web.answers["/feed/"] = conditional(wordpress_feed(web, range(1, 11)))
        web.answers["/feed/?paged=2"] = wordpress_feed(web, range(11, 21))
        first = visit(web, task(web, kind="wordpress", path="/"))
        assert len(first.articles) == 20, "the feed's second page is history too"
        assert first.closed_at == NIGHT
        memory = remembered(Memory(source="a/news"), first)
        for night in range(1, 7):
            asked = len(web.asked)
            outcome = visit(web, task(web, kind="wordpress", path="/", memory=memory), night=night)
            assert (outcome.outcome, outcome.requests, outcome.closed_at) == ("unchanged", 1, NIGHT)
            assert web.paths()[asked:] == ["/robots.txt", "/feed/"]
        again = visit(web, task(web, kind="wordpress", path="/", memory=memory), night=7)
        assert (again.outcome, again.requests) == ("unchanged", 2)
        assert again.closed_at == NIGHT + timedelta(days=7)
        serve_posts(web, [post(web, number) for number in range(11)])
        back = visit(web, task(web, kind="wordpress", path="/", memory=memory), night=7)
        assert back.closed_at is None
        assert titles(back) == ["Tiedote numero 0"] or "Tiedote numero 0" in titles(back)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_an_api_that_is_only_ill_is_tried_again_the_next_night(status: int) -> None:
    with Web({API: Answer(status)}) as web:
        web.answers |= {"/feed/": feed(("/1", "Yksi", "17.11.2026 12.01")), "/1": page("Yksi")}
        assert visit(web, task(web, kind="wordpress", path="/")).closed_at is None


def test_a_busy_night_does_not_lose_what_the_first_page_cannot_hold() -> None:
    with Web({f"/{number}": page(f"Tiedote numero {number}") for number in range(60)}) as web:
        web.answers["/feed"] = wordpress_feed(web, range(20, 30))
        first = visit(web, task(web))
        assert len(first.articles) == 10, "a feed's first page is its own choice of what is news"
        assert web.paths().count("/feed?paged=2") == 0
        memory = remembered(Memory(source="a/news"), first)
        web.answers["/feed"] = wordpress_feed(web, range(10))
        web.answers["/feed?paged=2"] = wordpress_feed(web, range(10, 20))
        web.answers["/feed?paged=3"] = wordpress_feed(web, range(20, 30))
        busy = visit(web, task(web, memory=memory), night=1)
        assert sorted(titles(busy)) == sorted(f"Tiedote numero {number}" for number in range(20))


def listing(*numbers: int, more: str = "", year: int = 2026) -> Answer:
    rows = "".join(
        f"<li class=row><h3><a href=/{n}>Tiedote numero {n} järjestöistä</a></h3><time>{n % 27 + 1}.10.{year}</time></li>"
        for n in numbers
    )
    return Answer(
        headers={"Content-Type": "text/html; charset=utf-8"},
        body=f"<html lang=fi><body><main><ul>{rows}</ul>{more}</main></body></html>".encode(),
    )


@pytest.mark.parametrize(
    ("more", "second"),
    [
        ('<a rel="next" href="/lista?alku=10">…</a>', "/lista?alku=10"),
        ('<nav class="pagination"><a href="/lista/toinen">Seuraava »</a></nav>', "/lista/toinen"),
        ('<a href="/lista?page=2">Vanhemmat uutiset</a>', "/lista?page=2"),
        ('<ul class="pager"><li><a href="/lista?page=0">1</a><li><a href="/lista?page=1">2</a></ul>', "/lista?page=1"),
        ('<div><a href="/lista/page/2/">2</a> <a href="/lista/page/3/">3</a></div>', "/lista/page/2/"),
        ('<a class="btn" href="/lista?sivu=2" aria-label="Seuraava sivu"><svg></svg></a>', "/lista?sivu=2"),
        ('<a href="/lista?sida=2">Nästa sida ›</a>', "/lista?sida=2"),
    ],
)
def test_a_lists_second_page_is_read_on_first_sight_only(more: str, second: str) -> None:
    with Web({f"/{number}": page(f"Tiedote numero {number} järjestöistä") for number in range(30)}) as web:
        web.answers |= {"/lista": listing(*range(3), more=more), second: listing(*range(3, 6))}
        first = visit(web, task(web, kind="listing", path="/lista"))
        assert len(first.articles) == 6
        memory, asked = remembered(Memory(source="a/news"), first), len(web.asked)
        web.answers["/lista"] = listing(20, *range(2), more=more)
        again = visit(web, task(web, kind="listing", path="/lista", memory=memory), night=1)
        assert titles(again) == ["Tiedote numero 20 järjestöistä"]
        assert second not in web.paths()[asked:]
        web.answers["/lista"] = listing(21, 22, 23, more=more, year=2027)
        web.answers[second] = listing(24, 20, 0, year=2027)
        burst = visit(web, task(web, kind="listing", path="/lista", memory=memory), night=2)
        assert {"Tiedote numero 24 järjestöistä"} <= set(titles(burst))


@pytest.mark.parametrize(
    "more",
    [
        '<a href="/kalenteri?kk=12">Seuraava kuukausi</a>',
        '<a rel="next" href="http://muualla.example/?page=2">Seuraava</a>',
        '<a href="#">Seuraava</a>',
        '<p><a href="/laki/2">2</a></p>',
        '<a href="/seuraava-tapahtuma">Seuraava</a>',
        '<a rel="next" href="javascript:more()">Lisää</a>',
    ],
)
def test_what_is_no_next_page_is_not_followed(more: str) -> None:
    with Web({f"/{number}": page(f"Tiedote numero {number} järjestöistä") for number in range(10)}) as web:
        web.answers["/lista"] = listing(*range(3), more=more)
        visit(web, task(web, kind="listing", path="/lista"))
        assert sorted(web.paths()) == sorted(["/robots.txt", "/lista", *(f"/{number}" for number in range(3))])


def test_a_list_that_leads_on_for_ever_ends_at_the_cap() -> None:
    with Web({f"/{number}": page(f"Tiedote numero {number} järjestöistä") for number in range(60)}) as web:
        for number in range(12):
            more = f'<a rel="next" href="/lista?page={number + 1}">Seuraava</a>'
            web.answers["/lista" if number == 0 else f"/lista?page={number}"] = listing(
                *range(number * 2, number * 2 + 2), more=more
            )
        found = visit(web, task(web, kind="listing", path="/lista"))
        assert (len(found.articles), found.requests) == (8, 12)


@pytest.mark.parametrize("kind", ["listing", "feed", "wordpress"])
def test_any_bytes_have_a_next_page_or_none(kind: SourceKind) -> None:
    for body in (
        b"",
        b"[",
        b"[" * 5_000,
        b"{",
        b'{"next_url": 5}',
        b"<a rel=next href='http://[::1'>2</a>",
        b"\xff\xfe<",
    ):
        answer = Fetched(
            url="http://a.example/", final_url="http://a.example/", status=200, headers=(), body=body, fetched_at=NIGHT
        )
        assert next_page(answer, kind, 1) is None


def release(web: Web, prefix: str, number: int) -> dict[str, object]:
    versions = {
        language: {"title": title, "url": web.url(f"{prefix}/tiedote/{number}?lang={language}")}
        for language, title in (("fi", f"Tiedote {number}"), ("sv", f"Pressmeddelande {number}"))
    }
    return {"id": number, "date": "2026-11-17T12:00:00+02:00", "versions": versions}


@pytest.mark.parametrize("prefix", ["", "/stt"])
def test_a_press_rooms_release_is_asked_for_once_a_night_whoever_lists_it(prefix: str) -> None:
    room = f"{prefix}/public-website-api/pressroom/7/releases/20/0"
    with Web({}) as web:
        whole = release(web, prefix, 5)
        web.answers[room] = Answer(body=json.dumps({"releases": [whole]}).encode())
        for version, text in (("fi", TEXT), ("sv", TEXT)):
            whole["versions"][version]["body"] = {"complete": text * 3}  # type: ignore[index]
        told = f"{prefix}/public-website-api/release/5?publisherId=7&lang=fi"
        web.answers[told] = Answer(body=json.dumps(whole).encode())
        pages = [f"{prefix}/uutishuone/7/yhdistys", f"{prefix}/rss/releases/latest?publisherId=7"]
        found = visits([task(web, kind="sttinfo", path=path, name=f"a/{n}") for n, path in enumerate(pages)], web)
        assert [one.outcome for one in found] == ["read", "read"]
        assert all(len(one.articles) == 2 for one in found)
        assert web.paths() == ["/robots.txt", room, told]


def test_a_page_that_two_feeds_list_is_asked_for_once_a_night() -> None:
    told = feed(("/1", "Yksi", "17.11.2026 12.01"))
    with Web({"/feed": told, "/toinen": told, "/1": page("Yksi")}) as web:
        first, second = visits([task(web), task(web, path="/toinen", name="a/toinen")], web)
        assert titles(first) == titles(second) == ["Yksi"]
        assert sorted(web.paths()) == ["/1", "/feed", "/robots.txt", "/toinen"]


@pytest.mark.parametrize(
    ("url", "room"),
    [
        (
            "https://www.sttinfo.fi/uutishuone/4335/soste",
            "https://www.sttinfo.fi/public-website-api/pressroom/4335/releases/20/0",
        ),
        (
            "https://www.sttinfo.fi/sv/pressrum/4335/x",
            "https://www.sttinfo.fi/public-website-api/pressroom/4335/releases/20/0",
        ),
        (
            "http://a.example/stt/pressroom/1?lang=en",
            "http://a.example/stt/public-website-api/pressroom/1/releases/20/0",
        ),
        (
            "http://a.example/stt/rss/releases/latest?publisherId=1",
            "http://a.example/stt/public-website-api/pressroom/1/releases/20/0",
        ),
    ],
)
def test_a_rooms_address_keeps_the_path_before_it(url: str, room: str) -> None:
    assert sttinfo.room_address(url) == room
