"""Everything that real servers do to a visitor, as ready-made answers for the sample web's server.

`server.answers |= MISBEHAVIOURS["redirect loop"](server, "svenskstod.localhost/rss.xml")` spoils one address.
"""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cache

from demo.conditional import http_date, is_conditional
from demo.server import Asked, Misbehaviour, Reply, Server

Spoiled = Mapping[str, Misbehaviour]
Spoil = Callable[[Server, str], Spoiled]

METADATA = "http://169.254.169.254/latest/meta-data/"
FLOOD = 300  # items
_RSS = (("Content-Type", "application/rss+xml; charset=utf-8"),)
_TEXT = (("Content-Type", "text/plain"),)
_DRIP = 0.05  # seconds


def always(reply: Reply) -> Spoil:
    """Answers every request alike."""
    return lambda _server, url: {url: lambda _asked: reply}


def retry_at(hours: float) -> Spoil:
    """Answers 429 with a Retry-After that is an HTTP date, by the server's own clock."""

    def spoil(server: Server, url: str) -> Spoiled:
        def answer(_asked: Asked) -> Reply:
            return Reply(status=429, headers=(("Retry-After", http_date(server.now + timedelta(hours=hours))),))

        return {url: answer}

    return spoil


def lying_etag(server: Server, url: str) -> Spoiled:
    """Calls unchanged what has changed: one ETag for ever, and 304 to whoever has it."""

    def answer(asked: Asked) -> Reply:
        if is_conditional(asked.headers):
            return Reply(status=304, headers=(("ETag", '"1"'),))
        return replace(_whole(server, asked), headers=(*_RSS, ("ETag", '"1"')))

    return {url: answer}


def redirect_loop(server: Server, url: str) -> Spoiled:
    """Two addresses that send each other the visitor."""
    host, other = _host(url), "/toinen"

    def to(path: str) -> Misbehaviour:
        return lambda _asked: Reply(status=302, headers=(("Location", f"http://{host}:{server.port}{path}"),))

    return {url: to(other), f"{host}{other}": to(url.removeprefix(host))}


def moved(status: int) -> Spoil:
    """Moved for good: 301 or 308 to a new address, which answers as the old one did."""

    def spoil(server: Server, url: str) -> Spoiled:
        host, new = _host(url), "/uusi-syote.xml"
        there = Reply(status=status, headers=(("Location", f"http://{host}:{server.port}{new}"),))

        def answer(asked: Asked) -> Reply:
            return server.truth(replace(asked, path=url.removeprefix(host)))

        return {url: lambda _asked: there, f"{host}{new}": answer}

    return spoil


def robots(reply: Reply) -> Spoil:
    """The site's robots.txt, whatever the source's own address would have answered."""
    return lambda _server, url: {f"{_host(url)}/robots.txt": lambda _asked: reply}


def endless(_server: Server, url: str) -> Spoiled:
    """A feed that never ends."""

    def parts() -> Iterator[bytes]:
        yield b'<?xml version="1.0"?><rss version="2.0"><channel>'
        while True:
            yield b"<item><title>Lis\xc3\xa4\xc3\xa4</title></item>" * 2_000

    return {url: lambda _asked: Reply(headers=_RSS, parts=parts)}


def slow_drip(_server: Server, url: str) -> Spoiled:
    """A byte at a time: each read succeeds, the whole never ends."""

    def parts() -> Iterator[bytes]:
        while True:
            yield b" "
            time.sleep(_DRIP)

    return {url: lambda _asked: Reply(headers=_RSS, parts=parts)}


@cache
def bomb(megabytes: int = 100) -> bytes:
    """A gzip that unpacks to a thousand times its size."""
    return gzip.compress(b" " * 1_000_000 * megabytes, mtime=0)


def gzip_bomb(_server: Server, url: str) -> Spoiled:
    """A small answer that unpacks to a hundred megabytes."""
    reply = Reply(headers=(*_RSS, ("Content-Encoding", "gzip")), body=bomb())
    return {url: lambda _asked: reply}


def changed(change: Callable[[bytes, Server], bytes], *, media_type: str = _RSS[0][1]) -> Spoil:
    """Answers the true document with a change made to it, never conditionally."""

    def spoil(server: Server, url: str) -> Spoiled:
        def answer(asked: Asked) -> Reply:
            true = _whole(server, asked)
            return Reply(headers=(("Content-Type", media_type),), body=change(true.body, server))

        return {url: answer}

    return spoil


def entity_bomb(_body: bytes, _server: Server) -> bytes:
    """A title that a careless reader unfolds to gigabytes."""
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    told = "\n".join(['<!DOCTYPE rss [<!ENTITY e0 "Kutsu seminaariin ">', *lines, "]>"])
    item = "<item><title>&e9;</title><link>/pommi</link></item>"
    return f'<?xml version="1.0"?>{told}<rss version="2.0"><channel>{item}</channel></rss>'.encode()


def deep(_body: bytes, _server: Server) -> bytes:
    """Elements in elements, deep enough to keep a reader of markup busy for a minute."""
    return b'<rss version="2.0"><channel>' + b"<x>" * 400_000


def broken(body: bytes, _server: Server) -> bytes:
    """What badly made templates do: a bare ampersand, an undeclared entity, a control character, and an early end."""
    text = body.replace(b"<title>", b"<title>A & B &auml; \x0b", 2)
    return text[: text.rindex(b"</item>")]


def flood(body: bytes, server: Server) -> bytes:
    """Hundreds of old items, each of them new to the visitor."""
    return _with_items(body, (_item(server, number, timedelta(days=900 + number)) for number in range(FLOOD)))


def future(body: bytes, server: Server) -> bytes:
    """An item dated in a year that is far from here."""
    return _with_items(body, [_item(server, 0, timedelta(days=-26_000))])


def one_guid(body: bytes, _server: Server) -> bytes:
    """Every item under the same GUID."""
    return re.sub(rb"(<guid[^>]*>)[^<]*", rb"\1sama", body)


def moved_guids(body: bytes, server: Server) -> bytes:
    """Other GUIDs every night, nothing else new."""
    return re.sub(rb"(<guid[^>]*>)([^<]*)", rb"\1tag:" + f"{server.now:%Y%m%d}".encode() + rb":\2", body)


def escaped_cdata(body: bytes, _server: Server) -> bytes:
    """Descriptions in CDATA marks that were escaped: some readers hand them out empty."""
    return re.sub(rb"<description>(?!<)(.*?)</description>", rb"<description>&lt;![CDATA[\1]]&gt;</description>", body)


def unnamed_charset(body: bytes, _server: Server) -> bytes:
    """Windows-1252, and nobody says so."""
    text = re.sub(r'^(<\?xml[^>]*?) encoding="[^"]*"', r"\1", body.decode())
    return text.encode("cp1252", "xmlcharrefreplace")


def impossible_dates(body: bytes, _server: Server) -> bytes:
    """Dates that are in no calendar."""
    return re.sub(rb"<pubDate>[^<]*</pubDate>", b"<pubDate>31.2.2026 kl. 25.99</pubDate>", body)


def no_dates(body: bytes, _server: Server) -> bytes:
    """No date in the whole feed."""
    return re.sub(rb"<(pubDate|lastBuildDate|dc:date|atom:updated)>[^<]*</\1>", b"", body)


def _whole(server: Server, asked: Asked) -> Reply:
    return server.truth(replace(asked, headers={}))


def _host(url: str) -> str:
    return url.partition("/")[0]


def _item(server: Server, number: int, age: timedelta) -> str:
    at: datetime = server.now - age
    return (
        f"<item><title>Vanha uutinen numero {number}</title><link>/arkisto/{number}</link>"
        f"<guid>arkisto-{number}</guid><pubDate>{format_datetime(at)}</pubDate>"
        f"<description>Arkistosta löytyi teksti numero {number}.</description></item>"
    )


def _with_items(body: bytes, items: Iterable[str]) -> bytes:
    return body.replace(b"</channel>", "".join(items).encode() + b"</channel>")


MISBEHAVIOURS: Mapping[str, Spoil] = {
    "429 for an hour": always(Reply(status=429, headers=(("Retry-After", "3600"),))),
    "429 until a date": retry_at(30),
    "429 without a word": always(Reply(status=429)),
    "503 for two minutes": always(Reply(status=503, headers=(("Retry-After", "120"),))),
    "500": always(Reply(status=500)),
    "lying ETag": lying_etag,
    "lying charset": changed(lambda body, _: body, media_type="application/rss+xml; charset=iso-8859-1"),
    "redirect loop": redirect_loop,
    "redirect inside": always(Reply(status=302, headers=(("Location", METADATA),))),
    "redirect to a file": always(Reply(status=301, headers=(("Location", "file:///etc/passwd"),))),
    "redirect to digits": always(
        Reply(status=302, headers=(("Location", "http://①②⑦.⓪.⓪.①/".encode().decode("latin-1")),))
    ),
    "redirect to a mapped address": always(Reply(status=307, headers=(("Location", "http://[::ffff:7f00:1]/"),))),
    "robots.txt forbids": robots(Reply(headers=_TEXT, body=b"User-agent: *\nDisallow: /\n")),
    "robots.txt is down": robots(Reply(status=500)),
    "robots.txt asks for rest": robots(Reply(status=503, headers=(("Retry-After", "7200"),))),
    "robots.txt is a page": robots(Reply(headers=(("Content-Type", "text/html"),), body=b"<html>Allow: kaikki" * 99)),
    "304 to everybody": always(Reply(status=304)),
    "says gzip, is none": always(Reply(headers=(*_RSS, ("Content-Encoding", "gzip")), body=b"<rss/>")),
    "nothing at all": always(Reply(headers=_RSS)),
    "endless body": endless,
    "gzip bomb": gzip_bomb,
    "slow drip": slow_drip,
    "no answer": always(Reply(delay=30.0)),
    "a length that lies": always(Reply(headers=_RSS, body=b"<rss>", length=50_000)),
    "huge header": always(Reply(headers=(("X-Padding", "x" * 100_000), *_RSS))),
    "many headers": always(Reply(headers=tuple((f"X-{number}", "x") for number in range(2_000)))),
    "broken feed": changed(broken),
    "leading blank lines": changed(lambda body, _: b"\r\n \n\t" + body),
    "byte order mark": changed(lambda body, _: b"\xef\xbb\xbf" + body),
    "escaped CDATA": changed(escaped_cdata),
    "unnamed charset": changed(unnamed_charset, media_type="application/rss+xml"),
    "impossible dates": changed(impossible_dates),
    "no dates": changed(no_dates),
    "not a feed": always(Reply(headers=_RSS, body=b"<html><body>Huoltokatko</body></html>")),
    "entity bomb": changed(entity_bomb),
    "deep markup": changed(deep),
    "moved": moved(301),
    "moved by 308": moved(308),
    "gone": always(Reply(status=410)),
    "flood of old items": changed(flood),
    "future dates": changed(future),
    "one GUID": changed(one_guid),
    "moved GUIDs": changed(moved_guids),
}
