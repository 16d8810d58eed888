"""`kooste sources`: add, import, export and check, as their users run them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.server import Server
from demo.world import load, night
from sources.registry import SHIPPED, read_registry
from tests.cli.conftest import Kooste
from tests.web import Answer, Told, Web

NOW = "2026-11-23T02:00:00+02:00"


@pytest.fixture
def kooste(kooste: Kooste, monkeypatch: pytest.MonkeyPatch) -> Kooste:
    """Runs `kooste sources …` at a fixed instant."""
    monkeypatch.setenv("KOOSTE_NOW", NOW)
    return lambda *arguments: kooste("sources", *arguments)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(load(), now=night(7)) as running:
        yield running


@pytest.fixture
def opened(server: Server, monkeypatch: pytest.MonkeyPatch, kooste: Kooste) -> Server:
    monkeypatch.setenv("KOOSTE_ALLOW_HOSTS", ",".join(server.allow))
    return server


def home(server: Server, name: str) -> str:
    return f"http://{name}.localhost:{server.port}/"


def test_add_writes_a_file_that_check_finds_in_order(kooste: Kooste, opened: Server, tmp_path: Path) -> None:
    where = tmp_path / "uudet"
    said = kooste("add", home(opened, "omaisareena"), "--organisations", where, "--region", "FI-06")
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(f"Wrote {where / 'omaisareena.toml'}\n")
    assert "the page declares this feed (Omaisareena ry); 6 items, newest 2026-11-22" in said.out
    (made,) = read_registry(where)
    assert (made.id, made.kind, made.region) == ("omaisareena", "association", "FI-06")
    assert made.aliases == ("Omaisareena", "Anhörigarenan")
    checked = kooste("check", "--organisations", where)
    assert checked.code == 0
    assert "What to do" not in checked.out
    assert checked.out.endswith("2 of 2 sources answer.\n")


def test_add_tells_the_kind_from_the_name_unless_told(kooste: Kooste, opened: Server, tmp_path: Path) -> None:
    assert kooste("add", home(opened, "tervakunta"), "--organisations", tmp_path).code == 0
    kooste("add", home(opened, "hom"), "--organisations", tmp_path, "--kind", "agency", "--id", "vdm")
    assert {one.id: one.kind for one in read_registry(tmp_path)} == {"tervakunta": "municipality", "vdm": "agency"}


def test_add_refuses_to_overwrite_and_to_read_twice(kooste: Kooste, opened: Server, tmp_path: Path) -> None:
    kooste("add", home(opened, "omaisareena"), "--organisations", tmp_path)
    before = (tmp_path / "omaisareena.toml").read_bytes()
    again = kooste("add", home(opened, "omaisareena"), "--organisations", tmp_path, "--id", "toinen")
    assert again.code == 1
    assert again.err.endswith("all of it is read already, as omaisareena/uutiset\n")
    other = kooste("add", home(opened, "vanhavirta"), "--organisations", tmp_path, "--id", "omaisareena")
    assert (other.code, other.err.count("\n")) == (1, 1)
    assert "exists" in other.err
    assert [path.name for path in tmp_path.iterdir()] == ["omaisareena.toml"]
    assert (tmp_path / "omaisareena.toml").read_bytes() == before


def test_add_never_writes_into_the_package(kooste: Kooste, opened: Server) -> None:
    before = sorted(SHIPPED.iterdir())
    asked = len(opened.log)
    said = kooste("add", home(opened, "omaisareena"))
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "--organisations DIR" in said.err
    assert kooste("import", "x.opml", "--organisations", SHIPPED).code == 2
    assert sorted(SHIPPED.iterdir()) == before
    assert len(opened.log) == asked


def test_a_dry_run_prints_the_file_and_tells_on_stderr(kooste: Kooste, opened: Server, tmp_path: Path) -> None:
    said = kooste("add", home(opened, "vanhavirta"), "--dry-run", "--organisations", tmp_path)
    assert said.code == 0
    assert "vanhavirta/uutiset" in said.err
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "vanhavirta.toml").write_text(said.out, encoding="utf-8")
    (made,) = read_registry(tmp_path)
    assert [(one.kind, one.language) for one in made.sources] == [
        ("listing", "fi"),
        ("listing", "sv"),
        ("listing", "en"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["add", "http://127.0.0.1:9/"], 1, "refused"),
        (["add", "http://ei-ole.invalid/"], 1, "http://ei-ole.invalid/: "),
        (["add", "ftp://a.example/"], 2, "is not an http or https address"),
        (["add", "https://a.example/", "--kind", "king"], 2, "--kind 'king'"),
        (["add", "https://a.example/", "--region", "SE"], 2, "--region 'SE'"),
        (["add", "https://a.example/", "--id", "../x"], 2, "--id '../x'"),
        (["import", "puuttuu.opml"], 1, "puuttuu.opml: No such file"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    kooste: Kooste, tmp_path: Path, arguments: list[str], code: int, told: str
) -> None:
    said = kooste(*arguments, "--organisations", tmp_path)
    assert (said.code, said.out, said.err.count("\n")) == (code, "", 1)
    assert said.err.startswith("kooste: ")
    assert told in said.err


def test_a_site_without_news_is_told_in_one_line(kooste: Kooste, tmp_path: Path) -> None:
    with Web({"/": Answer(body=b"<html><title>Kerho ry</title><p>Tervetuloa</p></html>")}) as web:
        said = kooste("add", web.url("/"), "--organisations", tmp_path, "--allow-host", web.host)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "no feed, press room, sitemap or list of news found" in said.err


def test_a_hostile_page_writes_no_escape_sequence_and_no_key(kooste: Kooste, tmp_path: Path) -> None:
    title = 'Kerho ry\x1b[31m"\n[name]\nsv = "huijaus" \u202e'
    page = f"<html lang='fi'><title>{title}</title><link rel='alternate' type='application/rss+xml' href='/f' title='{title}'>"
    feed = "<rss version='2.0'><channel><item><title>Uusi puheenjohtaja valittiin</title><link>/a</link></item></channel></rss>"
    with Web({"/": Answer(body=page.encode()), "/f": Answer(body=feed.encode())}) as web:
        said = kooste("add", web.url("/"), "--organisations", tmp_path, "--allow-host", web.host, "--id", "kerho")
    assert said.code == 0
    assert "\x1b" not in said.out
    assert "\u202e" not in said.out
    (made,) = read_registry(tmp_path)
    assert list(made.name) == ["fi"]


def test_lists_of_feeds_go_out_and_come_in(kooste: Kooste, tmp_path: Path) -> None:
    first = kooste("export")
    assert first.code == 0
    assert "left out" in first.err
    (tmp_path / "lista.opml").write_text(first.out, encoding="utf-8")
    where = tmp_path / "rekisteri"
    taken = kooste("import", tmp_path / "lista.opml", "--organisations", where)
    assert taken.code == 0
    assert kooste("export", "--organisations", where).out == first.out
    again = kooste("import", tmp_path / "lista.opml", "--organisations", where)
    assert again.code == 0
    assert "New organisations: 0, new sources: 0" in again.out
    assert "# unverified" in next(where.iterdir()).read_text(encoding="utf-8")


FEED = (
    "<rss version='2.0'><channel>{}</channel></rss>",
    "<item><title>{}</title><link>/u/{}</link><pubDate>{}</pubDate></item>",
)
FI = ("Järjestöt vaativat lisää rahoitusta", "Yhdistys sai uuden toiminnanjohtajan", "Syyskokous pidetään Kuopiossa")
SV = ("Organisationerna kräver mera pengar", "Föreningen har fått en ny ordförande", "Höstmötet hålls i Vasa i år")


def rss(titles: tuple[str, ...] = FI, date: str = "Fri, 20 Nov 2026 10:00:00 +0200") -> Answer:
    return Answer(
        body=FEED[0].format("".join(FEED[1].format(title, n, date) for n, title in enumerate(titles))).encode()
    )


ATOM = b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry><title>a</title></entry></feed>"
SITEMAP = b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>/uutiset/a</loc></url></urlset>"
PAGE = b"<html><link rel='alternate' type='application/rss+xml' href='/oikea.xml'><body>hei</body></html>"


@pytest.mark.parametrize(
    ("kind", "answers", "state", "advice"),
    [
        ("feed", {"/x": rss()}, "ok", ""),
        (
            "feed",
            {"/x": Answer(301, headers={"Location": "/uusi"}), "/uusi": rss()},
            "ok",
            'moved: write url = "http://{host}/uusi"',
        ),
        (
            "feed",
            {"/robots.txt": Answer(body=b"User-agent: *\nDisallow: /")},
            "failing",
            "robots.txt does not allow it",
        ),
        ("listing", {"/x": Answer(body=ATOM)}, "failing", 'wrong kind: this is an Atom feed, write kind = "feed"'),
        ("page", {"/x": rss()}, None, 'wrong kind: this is an RSS feed, write kind = "feed"'),
        ("feed", {"/x": Answer(body=SITEMAP)}, "failing", 'wrong kind: this is a sitemap, write kind = "sitemap"'),
        (
            "feed",
            {"/x": Answer(body=PAGE)},
            "failing",
            'this is a web page: the page names a feed source: write kind = "feed", url = "http://{host}/oikea.xml"',
        ),
        ("feed", {"/x": rss(SV)}, "ok", 'declares fi, texts are sv: write language = "sv"'),
        ("feed", {"/x": rss(date="")}, "ok", "no dates"),
        ("feed", {"/x": rss(date="Fri, 17 Oct 2025 10:00:00 +0300")}, "ok", "newest item is 401 days old"),
        (
            "feed",
            {"/x": rss(date="Fri, 20 Nov 2027 10:00:00 +0200")},
            "ok",
            "newest item is dated 2027-11-20, in the future",
        ),
        ("feed", {"/x": Answer(403)}, "failing", "answers 403: name a contact with KOOSTE_CONTACT"),
        (
            "feed",
            {"/x": Answer(404)},
            "failing",
            "answers 404: nothing is there any more: `kooste sources add http://{host}/`",
        ),
        ("feed", {"/x": Answer(410)}, "failing", "answers 410: is gone for good"),
        ("feed", {"/x": Answer(503)}, "failing", "answers 503: the site's own fault"),
        (
            "wordpress",
            {"/feed/": rss()},
            "ok",
            'its API is closed, its feed answers: write kind = "feed", url = "http://{host}/feed/"',
        ),
    ],
)
def test_check_says_what_to_do(
    kooste: Kooste, tmp_path: Path, kind: str, answers: dict[str, Told], state: str | None, advice: str
) -> None:
    with Web(answers) as web:
        path = "/" if kind == "wordpress" else "/x"
        (tmp_path / "kerho.toml").write_text(
            f'id = "kerho"\nkind = "association"\nregion = "FI"\nwebsite = "{web.url("/")}"\n[name]\nfi = "Kerho ry"\n'
            f'[[source]]\nid = "x"\nkind = "{kind}"\nurl = "{web.url(path)}"\nlanguage = "fi"\n',
            encoding="utf-8",
        )
        said = kooste("check", "--json", "--organisations", tmp_path, "--allow-host", web.host)
        (told,) = json.loads(said.out)
        assert state in (None, told["state"])
        assert said.code == (told["state"] != "ok")
        assert (told["advice"] or [""])[0].startswith(advice.format(host=web.host))
        assert bool(told["advice"]) == bool(advice)


def test_check_with_a_contact_asks_for_no_contact(
    kooste: Kooste, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOOSTE_CONTACT", "toimitus@kooste.example")
    with Web({"/x": Answer(403)}) as web:
        (tmp_path / "kerho.toml").write_text(
            f'id = "kerho"\nkind = "association"\nregion = "FI"\nwebsite = "{web.url("/")}"\n[name]\nfi = "Kerho ry"\n'
            f'[[source]]\nid = "x"\nkind = "feed"\nurl = "{web.url("/x")}"\n',
            encoding="utf-8",
        )
        said = kooste("check", "--organisations", tmp_path, "--allow-host", web.host)
    assert said.code == 1
    assert "answers 403: ask the site to let you in" in said.out
    assert said.out.endswith("0 of 1 sources answer.\n")
    assert said.err == ""
