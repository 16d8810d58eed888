"""The sample web on loopback: `with Server(load(), now=night(7)) as server: …`, or `python -m demo.server --port 8747`.

Every site is a virtual host `<id>.localhost` on one port (RFC 6761 keeps these names on loopback).
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from demo.conditional import COMPRESSIBLE, etag, has_it, http_date, is_conditional, squeezed, wants_gzip
from demo.page import Page
from demo.pages import answer
from demo.scene import Scene
from demo.world import NIGHTS, World, load, night

Headers = tuple[tuple[str, str], ...]
_REMEMBERED = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request: the host without its port, the decoded path, the raw query, and headers by lower-case name."""

    method: str
    host: str
    path: str
    query: str
    headers: Mapping[str, str]

    @property
    def url(self) -> str:
        """Host, path and query: the key of `answers`."""
        return f"{self.host}{self.path}" + (f"?{self.query}" if self.query else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What goes back, byte by byte as told; `delay` is in seconds, `length` a Content-Length that may lie.

    `parts` are sent one after another instead of a body, for as long as the visitor listens.
    """

    status: int = 200
    headers: Headers = ()
    body: bytes = b""
    delay: float = 0.0
    length: int | None = None
    parts: Callable[[], Iterable[bytes]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One line of the server's log; `at` is when the request arrived, in monotonic seconds."""

    at: float
    method: str
    host: str
    path: str
    status: int
    conditional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """The web at an instant and the pages rendered so far."""

    scenes: Mapping[str, Scene]
    pages: dict[str, Page]

    def page(self, scene: Scene, asked: Asked) -> Page:
        """The page of an address, rendered once."""
        known = self.pages.get(asked.url)
        if known is None:
            known = answer(scene, asked.path, dict(parse_qsl(asked.query)))
            if len(self.pages) < _REMEMBERED:
                self.pages[asked.url] = known
        return known


Misbehaviour = Callable[[Asked], Reply | None]


class Server:
    """The sample web served at an instant; a context manager.

    `answers` replaces single addresses ("host/path?query"): the callable gives a Reply, or None for the true answer.
    """

    def __init__(
        self,
        world: World,
        *,
        now: datetime,
        port: int = 0,
        answers: Mapping[str, Misbehaviour] | None = None,
    ) -> None:
        self.world = world
        self.answers = dict(answers or {})
        self.log: list[Seen] = []
        self._http = _Listener(("127.0.0.1", port), type("_Bound", (_Handler,), {"web": self}))
        self.port: int = self._http.server_address[1]
        self.move_to(now)

    @property
    def allow(self) -> list[str]:
        """Every host with its port, as `--allow-host` takes them."""
        return [f"{host}:{self.port}" for host in self.world.hosts]

    def move_to(self, instant: datetime) -> None:
        """Turns the world's clock: from now on every host shows that instant."""
        self.now = instant
        # One assignment: a request under way sees the old moment or the new one, never half of each.
        self._moment = _Moment(scenes=self.world.at(instant, port=self.port), pages={})

    def reply(self, asked: Asked) -> Reply:
        """The answer to one request, from `answers` or from the world."""
        replaced = self.answers.get(asked.url)
        told = replaced(asked) if replaced else None
        return told or self.truth(asked)

    def serve(self) -> None:
        """Serves until interrupted."""
        self._http.serve_forever()

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()

    def truth(self, asked: Asked) -> Reply:
        """What the world itself answers."""
        if asked.method not in {"GET", "HEAD"}:
            return Reply(status=405, headers=(("Allow", "GET, HEAD"),))
        moment = self._moment
        scene = moment.scenes.get(asked.host)
        if scene is None:
            return Reply(
                status=404, headers=(("Content-Type", "text/plain"),), body=b"No such host in the sample web\n"
            )
        page = moment.page(scene, asked)
        return _reply(page, asked.headers, page.modified or scene.changed)


def _reply(page: Page, headers: Mapping[str, str], modified: datetime) -> Reply:
    """A page as an answer: 304 to who has it, compressed for who reads gzip."""
    squeeze = wants_gzip(headers) and page.media_type.startswith(COMPRESSIBLE)
    told: Headers = (("Content-Type", page.media_type), ("Vary", "Accept-Encoding"), *page.headers)
    if page.status != 200:
        return Reply(status=page.status, headers=told, body=page.body)
    tag = etag(page.body, compressed=squeeze)
    validators: Headers = (("ETag", tag), ("Last-Modified", http_date(modified)), ("Cache-Control", "max-age=0"))
    if has_it(headers, tag, modified):
        return Reply(status=304, headers=(*validators, ("Vary", "Accept-Encoding")))
    if squeeze:
        return Reply(headers=(*told, *validators, ("Content-Encoding", "gzip")), body=squeezed(page.body))
    return Reply(headers=(*told, *validators), body=page.body)


class _Listener(ThreadingHTTPServer):
    """A loopback listener that many connections may wait at."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor who hangs up is no news; anything else is a mistake of ours and is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Reads requests off a kept-alive connection and writes the web's replies."""

    web: Server
    protocol_version = "HTTP/1.1"
    server_version = "nginx"
    sys_version = ""
    timeout = 30
    wbufsize = 1 << 16  # head and body leave in one packet
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        asked = self._asked()
        if asked is None:
            self.send_error(400, "Bad request")
            return
        arrived = time.monotonic()
        reply = self.web.reply(asked)
        time.sleep(reply.delay)
        self.web.log.append(
            Seen(
                at=arrived,
                method=asked.method,
                host=asked.host,
                path=asked.url.removeprefix(asked.host),
                status=reply.status,
                conditional=is_conditional(asked.headers),
            )
        )
        self._write(reply)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.do_GET()

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The world's clock, not the machine's: a Date must not lie before Last-Modified."""
        return http_date(self.web.now)

    def log_message(self, *_line: object) -> None:
        """Nothing on stderr: `Server.log` keeps the requests."""

    def _asked(self) -> Asked | None:
        try:
            parts = urlsplit(self.path)
        except ValueError:
            return None
        host = parts.netloc or self.headers.get("Host", "")
        return Asked(
            method=self.command,
            host=host.partition(":")[0].lower().rstrip("."),
            path=unquote(parts.path) or "/",
            query=parts.query,
            headers={name.lower(): value for name, value in self.headers.items()},
        )

    def _write(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.parts is not None:
            self._stream(reply.parts())
            return
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
        if self.command not in {"GET", "HEAD"} or (reply.length is not None and reply.length != len(reply.body)):
            # An unread request body, or a length that lies, leaves the connection unusable.
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD" and reply.status != 304:
            self.wfile.write(reply.body)

    def _stream(self, parts: Iterable[bytes]) -> None:
        self.send_header("Connection", "close")
        self.close_connection = True
        self.end_headers()
        for part in parts:
            self.wfile.write(part)
            self.wfile.flush()


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves the sample web for a look, at night 7 unless told otherwise."""
    parser = argparse.ArgumentParser(prog="python -m demo.server", description="Serves the sample web on loopback.")
    parser.add_argument("--port", type=int, default=8747)
    parser.add_argument("--night", type=int, choices=NIGHTS, default=NIGHTS[-1])
    parser.add_argument("--now", type=datetime.fromisoformat, help="an instant with its offset, instead of a night")
    chosen = parser.parse_args(arguments)
    with_clock = chosen.now or night(chosen.night)
    server = Server(load(), now=with_clock, port=chosen.port)
    sys.stdout.write("".join(f"http://{host}/\n" for host in server.allow))
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):
        server.serve()


if __name__ == "__main__":
    main()
