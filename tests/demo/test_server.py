"""The sample web over real sockets: virtual hosts, validators, compression, nights and misbehaviour."""

import gzip
import socket
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPResponse, IncompleteRead

import pytest

from demo.server import Asked, Reply, Server
from demo.world import build, load, night

WORLD = load()
FEED = "jarjestokatto.localhost/feed/"
STRATEGY = "ylasavo.localhost/strategia.html"


class Visitor:
    """A visitor who keeps one connection."""

    def __init__(self, server: Server) -> None:
        self.port = server.port
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=10)

    def get(self, url: str, *, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        host, _, path = url.partition("/")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, f"/{path}", headers={"Host": f"{host}:{self.port}", **named})
        response = self.connection.getresponse()
        return response, response.read()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(WORLD, now=night(7)) as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    visitor = Visitor(server)
    yield visitor
    visitor.connection.close()


def test_hosts_are_told_apart_and_strangers_turned_away(visitor: Visitor, server: Server) -> None:
    assert "Järjestökatto" in visitor.get("jarjestokatto.localhost/")[1].decode()
    assert "Kustens" in visitor.get("KUSTENSVO.localhost/")[1].decode()
    assert visitor.get("127.0.0.1/")[0].status == 404
    assert f"jarjestokatto.localhost:{server.port}" in server.allow
    assert len(server.allow) == 15


@pytest.mark.parametrize(
    "url", [FEED, STRATEGY, "hom.localhost/", "ylasavo.localhost/liitteet/strategia-2020-2026.pdf"]
)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_who_has_it_gets_304_by_either_validator(visitor: Visitor, url: str, encoding: str) -> None:
    first, body = visitor.get(url, Accept_Encoding=encoding)
    assert first.status == 200
    tag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    for validator in ({"If_None_Match": tag}, {"If_None_Match": f'"x", W/{tag}'}, {"If_Modified_Since": modified}):
        again, nothing = visitor.get(url, Accept_Encoding=encoding, **validator)
        assert (again.status, nothing) == (304, b"")
        assert again.headers["ETag"] == tag
    stale = {"If_None_Match": '"old"', "If_Modified_Since": modified}
    assert visitor.get(url, Accept_Encoding=encoding, **stale)[0].status == 200  # If-None-Match decides alone
    assert len(body) > 100


def test_last_modified_is_never_in_the_future(visitor: Visitor, server: Server) -> None:
    for item in WORLD.gold(night(7)):
        response, _ = visitor.get(item.url, method="HEAD")
        assert parsedate_to_datetime(response.headers["Last-Modified"]) <= night(7)
        assert parsedate_to_datetime(response.headers["Date"]) == night(7)


def test_validators_change_exactly_when_the_bytes_do(visitor: Visitor, server: Server) -> None:
    """Over all nights and items: same Last-Modified means same bytes, and a 304 is never a lie."""
    bodies: dict[tuple[str, str], bytes] = {}
    for number in range(1, 8):
        server.move_to(night(number))
        for item in WORLD.gold(night(number)):
            response, body = visitor.get(item.url)
            assert bodies.setdefault((item.url, response.headers["Last-Modified"]), body) == body


def test_gzip_only_for_who_reads_it_and_with_its_own_etag(visitor: Visitor) -> None:
    plain, text = visitor.get(FEED, Accept_Encoding="identity")
    packed, squeezed = visitor.get(FEED, Accept_Encoding="deflate, gzip;q=0.5")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed) == text
    assert plain.headers["Content-Encoding"] is None
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert visitor.get(FEED, Accept_Encoding="gzip;q=0")[0].headers["Content-Encoding"] is None


def test_head_tells_the_length_and_sends_nothing(visitor: Visitor) -> None:
    head, nothing = visitor.get(FEED, method="HEAD")
    full, body = visitor.get(FEED)
    assert nothing == b""
    assert head.headers["Content-Length"] == full.headers["Content-Length"] == str(len(body))


def test_charsets_are_as_the_sites_would_tell_them(visitor: Visitor) -> None:
    assert visitor.get("savonkuulo.localhost/")[0].headers["Content-Type"] == "text/html; charset=ISO-8859-1"
    assert visitor.get("hom.localhost/")[0].headers["Content-Type"] == "text/html; charset=utf-8"


def test_robots_txt_of_each_host(visitor: Visitor) -> None:
    for host in WORLD.hosts:
        response, body = visitor.get(f"{host}/robots.txt")
        assert response.status == 200
        assert b"Disallow: /haku" in body
        assert (b"Sitemap:" in body) is (host == "tervakunta.localhost")


def test_nights_move_the_web_on(visitor: Visitor, server: Server) -> None:
    server.move_to(night(1))
    first, before = visitor.get(FEED)
    title = "Järjestöjen uusi pohjoismainen"
    assert title not in before.decode()
    server.move_to(night(2))
    second, after = visitor.get(
        FEED, If_None_Match=first.headers["ETag"], If_Modified_Since=first.headers["Last-Modified"]
    )
    assert second.status == 200
    assert title in after.decode()


def test_a_removed_item_is_gone_by_morning(visitor: Visitor, server: Server) -> None:
    removed = next(story for story in WORLD.stories if story.removed and story.site == "tervakunta")
    server.move_to(night(4))
    url = next(item.url for item in WORLD.gold(night(4)) if item.story == removed.key and item.site == removed.site)
    assert visitor.get(url)[0].status == 200
    server.move_to(night(5))
    assert visitor.get(url)[0].status == 404
    assert url.encode() not in visitor.get("tervakunta.localhost/sitemap.xml")[1]


def test_the_same_night_gives_the_same_bytes_on_the_same_port(server: Server, visitor: Visitor) -> None:
    first = [visitor.get(url)[1] for url in (FEED, STRATEGY, "hom.localhost/")]
    server.move_to(night(3))
    server.move_to(night(7))
    assert [visitor.get(url)[1] for url in (FEED, STRATEGY, "hom.localhost/")] == first


@pytest.mark.parametrize(
    "raw",
    [
        b"GET http://[bad/ HTTP/1.1\r\nHost: hom.localhost\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x00\xff\xfe\r\n\r\n",
        b"BREW /pot HTTP/1.1\r\nHost: hom.localhost\r\n\r\n",
        b"GET /%ff%00/../..//etc/passwd HTTP/1.1\r\nHost: hom.localhost\r\n\r\n",
        b'GET / HTTP/1.1\r\nHost: hom.localhost\r\nIf-Modified-Since: eilen\r\nIf-None-Match: "\r\n\r\n',
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /palaute HTTP/1.1\r\nHost: hom.localhost\r\nContent-Length: 3\r\n\r\na=b",
    ],
)
def test_a_bad_request_gets_an_answer_and_the_server_lives_on(server: Server, visitor: Visitor, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        assert line.recv(100).startswith((b"HTTP/1.1 ", b"<!DOCTYPE", b"HTTP/1.0 "))
    assert visitor.get(FEED)[0].status == 200


def test_a_visitor_who_hangs_up_is_no_trouble(
    server: Server, visitor: Visitor, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.sendall(b"GET /feed/ HTTP/1.1\r\nHost: jarjesto")
    assert visitor.get(FEED)[0].status == 200
    assert capsys.readouterr().err == ""


def test_one_address_can_be_made_to_misbehave() -> None:
    def busy(asked: Asked) -> Reply | None:
        return (
            Reply(status=503, headers=(("Retry-After", "120"),), body=b"later", delay=0.05)
            if asked.method == "GET"
            else None
        )

    with Server(WORLD, now=night(7), answers={FEED: busy}) as server:
        visitor = Visitor(server)
        start = time.monotonic()
        response, body = visitor.get(FEED)
        assert (response.status, response.headers["Retry-After"], body) == (503, "120", b"later")
        assert time.monotonic() - start >= 0.05
        assert visitor.get(FEED, method="HEAD")[0].status == 200
        assert visitor.get("jarjestokatto.localhost/")[0].status == 200
        server.answers["hom.localhost/"] = lambda _asked: Reply(body=b"cut", length=1000)
        with pytest.raises(IncompleteRead):
            visitor.get("hom.localhost/")
        visitor.connection.close()


def test_every_request_is_logged(server: Server, visitor: Visitor) -> None:
    visitor.get(FEED)
    visitor.get("hom.localhost/ei?a=b", If_None_Match='"x"')
    told = [(seen.method, seen.host, seen.path, seen.status, seen.conditional) for seen in server.log]
    assert told == [
        ("GET", "jarjestokatto.localhost", "/feed/", 200, False),
        ("GET", "hom.localhost", "/ei?a=b", 404, True),
    ]
    assert server.log[0].at <= server.log[1].at


def test_a_small_world_of_ones_own_is_served_too() -> None:
    text = '[[item]]\nkey = "a"\nkind = "news"\n[item.sv]\nslug = "a"\ntitle = "Å"\npublished = 2026-11-17T12:00:00+02:00\nbody = "B"\n'
    with Server(build({"svenskstod": text}), now=night(7)) as server:
        visitor = Visitor(server)
        assert visitor.get("svenskstod.localhost/nyheter/a")[0].status == 200
        for host in server.world.hosts:
            assert visitor.get(f"{host}/")[0].status in {200, 301}
        visitor.connection.close()
