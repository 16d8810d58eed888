"""A loopback server of feeds for the crawl's benchmark, in its own process.

    python -m bench.feeds_server FEEDS ENTRIES BYTES

Prints its port on the first line. GET /night/NAME chooses what all feeds answer from then on:
first (with an ETag, 304 when it matches), same (no validators, the same bytes), touched (no validators, only the
channel's build date differs), newer (no validators, one new entry). GET /N.xml is a feed, /N/uutiset/ID/ a page.
"""

from __future__ import annotations

import asyncio
import re
import sys
from datetime import timedelta
from hashlib import sha256

from bench.feed_texts import NEWEST, feed, page

_LONGEST = 1800.0  # seconds: a benchmark that was killed leaves no server behind
_FEED = re.compile(r"GET /(\d+)\.xml ")
_PAGE = re.compile(r"GET /(\d+)/uutiset/(\d+)/ ")
_NIGHT = re.compile(r"GET /night/(\w+) ")
_TAG = re.compile(r"\r\nif-none-match: *([^\r]+)", re.IGNORECASE)


class Server:
    """What the feeds answer, by night; bodies are made once, so that the server's own work stays small."""

    def __init__(self, feeds: int, entries: int, size: int) -> None:
        self._feeds, self._entries, self._size = feeds, entries, size
        self._night = "first"
        self._bodies: dict[tuple[str, int], bytes] = {}

    def prepare(self, base: str) -> None:
        """Makes the bodies of all nights."""
        later = NEWEST + timedelta(days=1)
        for number in range(self._feeds):
            first = feed(number, base, entries=self._entries, size=self._size)
            self._bodies["first", number] = self._bodies["same", number] = first
            touched = feed(number, base, entries=self._entries, size=self._size, built=later)
            self._bodies["touched", number] = touched
            newer = feed(number, base, entries=self._entries, size=self._size, newer=1, built=later)
            self._bodies["newer", number] = newer

    def answer(self, head: str) -> bytes:
        """The whole answer to a request's head."""
        if found := _FEED.match(head):
            return self._feed(int(found[1]), _TAG.search(head))
        if found := _PAGE.match(head):
            return _told(200, page(int(found[1]), 1000 - int(found[2]), self._size), "text/html; charset=utf-8")
        if found := _NIGHT.match(head):
            self._night = found[1]
            return _told(200, b"", "text/plain")
        return _told(404, b"", "text/plain")

    def _feed(self, number: int, condition: re.Match[str] | None) -> bytes:
        body = self._bodies[self._night, number]
        if self._night != "first":
            return _told(200, body, "application/rss+xml; charset=utf-8")
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        if condition and condition[1] == tag:
            return _told(304, b"", "application/rss+xml; charset=utf-8", f"ETag: {tag}\r\n")
        return _told(200, body, "application/rss+xml; charset=utf-8", f"ETag: {tag}\r\n")


def _told(status: int, body: bytes, media_type: str, more: str = "") -> bytes:
    length = "" if status == 304 else f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status} Told\r\nContent-Type: {media_type}\r\n{length}{more}\r\n".encode() + body


async def _serve(server: Server) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(server.answer(head.decode("latin-1")))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    listening = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    server.prepare(f"http://127.0.0.1:{port}")
    print(port, flush=True)
    await asyncio.sleep(_LONGEST)


if __name__ == "__main__":
    asyncio.run(_serve(Server(*map(int, sys.argv[1:4]))))
