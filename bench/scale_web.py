"""A loopback web of many small feeds for the scaling trial, in its own process.

    python -m bench.scale_web SOURCES

Prints its port on the first line. Source n is http://hM.localhost:PORT/n.xml, M = n modulo 5,000: two entries with
whole texts of random real words, an ETag, 304 when it matches. GET /night/NUMBER sets the night: on the first every
feed has two entries, on each later one every tenth feed has one more. GET /asked tells what was asked since then.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from bench.link_scale import _words

NEWEST = datetime(2026, 11, 20, 12, tzinfo=UTC)
ENTRIES = 2
NEW_IN = 10  # one feed in so many has news on a later night
_LONGEST = 3600.0  # seconds: a trial that was killed leaves no server behind
_PATH = re.compile(r"GET (\S+) ")
_HOST = re.compile(r"\r\nhost: *([^\r]+)", re.IGNORECASE)
_TAG = re.compile(r"\r\nif-none-match: *([^\r]+)", re.IGNORECASE)


class Web:
    """What is answered, by night, and a count of what was asked."""

    def __init__(self, sources: int) -> None:
        self._sources, self._night = sources, 1
        self._words = _words()
        self._asked: Counter[str] = Counter()

    def answer(self, head: str) -> bytes:
        """The whole answer to a request's head."""
        path = found[1] if (found := _PATH.match(head)) else "/"
        if path.startswith("/night/"):
            self._night = int(path.rpartition("/")[2])
            self._asked.clear()
            return _told(200, b"")
        if path == "/asked":
            return _told(200, self._account())
        host = found[1] if (found := _HOST.search(head)) else ""
        self._asked[f"{host}{path}"] += 1
        number = re.fullmatch(r"/(\d+)\.xml", path)
        if not number or int(number[1]) >= self._sources:
            return _told(404, b"")
        return self._feed(int(number[1]), host, _TAG.search(head))

    def _account(self) -> bytes:
        feeds = {name: count for name, count in self._asked.items() if name.endswith(".xml")}
        told = {
            "requests": self._asked.total(),
            "feeds": len(feeds),
            "asked_twice": sum(count > 1 for count in feeds.values()),
        }
        return json.dumps(told).encode()

    def _feed(self, number: int, host: str, condition: re.Match[str] | None) -> bytes:
        extra = sum(number % NEW_IN == night % NEW_IN for night in range(2, self._night + 1))
        tag = f'ETag: "{number}-{extra}"\r\n'
        if condition and condition[1] == f'"{number}-{extra}"':
            return _told(304, b"", tag)
        entries = "".join(self._entry(number, place, host) for place in range(-extra, ENTRIES))
        channel = f"<channel><title>Yhdistys {number}</title><link>http://{host}/{number}/</link>{entries}</channel>"
        namespace = "http://purl.org/rss/1.0/modules/content/"
        return _told(200, f'<rss version="2.0" xmlns:content="{namespace}">{channel}</rss>'.encode(), tag)

    def _entry(self, number: int, place: int, host: str) -> str:
        chance = random.Random(f"{number}/{place}")
        language = "sv" if chance.random() < 0.2 else "fi"
        title = " ".join(chance.choices(self._words[language], k=7)).capitalize()
        paragraphs = [" ".join(chance.choices(self._words[language], k=30)) for _ in range(2)]
        at = format_datetime(NEWEST - timedelta(hours=30 * place, minutes=number % 1440))
        text = "".join(f"<p>{paragraph}.</p>" for paragraph in paragraphs)
        return (
            f"<item><title>{title}</title><link>http://{host}/{number}/{100 - place}</link><pubDate>{at}</pubDate>"
            f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
        )


def _told(status: int, body: bytes, more: str = "") -> bytes:
    length = "" if status == 304 else f"Content-Length: {len(body)}\r\n"
    return (
        f"HTTP/1.1 {status} Told\r\nContent-Type: application/rss+xml; charset=utf-8\r\n{length}{more}\r\n".encode()
        + body
    )


async def _serve(web: Web) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(web.answer(head.decode("latin-1")))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    listening = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=1024)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await asyncio.sleep(_LONGEST)


if __name__ == "__main__":
    asyncio.run(_serve(Web(int(sys.argv[1]))))
