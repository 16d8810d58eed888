"""A desk for tests: a home with a snapshot and letters on the shelf, a real relay, and the pages in service."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import uvicorn
from aiosmtpd.controller import Controller
from starlette.routing import BaseRoute

from desk.app import application
from desk.site import Site
from digest.relay import Relay
from flows.night import link_backlog
from tests.warehouse.samples import article, bring, home_in, opened, visit
from warehouse.home import Home
from warehouse.issues import record_issue
from warehouse.publish import publish

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
HOSTILE = '<script>alert(1)</script><a href="javascript:alert(2)">Uutinen</a>'
PAGE = "<!doctype html><html lang=fi><title>t</title><style>h1{color:#14513f}</style><main><h1>Viikko 47</h1></main></html>"
LETTER = '<!doctype html><html lang=fi><title>t</title><main><h1 style="color:#14513f">Viikko 47</h1></main></html>'
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OWN = {**FORM, "Sec-Fetch-Site": "same-origin"}


class Inbox:
    """A real SMTP server on loopback; `refuses` answers recipients with its lines instead of taking them."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses: list[str] = []
        self.delay = 0.0

    async def _recipient(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        await asyncio.sleep(self.delay)
        if self.refuses:
            return self.refuses.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def _letter(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 ok"

    def wait(self, number: int, *, seconds: float = 5) -> list[EmailMessage]:
        """The letters, when so many have come or the time is up."""
        until = time.monotonic() + seconds
        while len(self.letters) < number and time.monotonic() < until:
            time.sleep(0.01)
        return self.letters

    @contextmanager
    def opened(self) -> Iterator[Relay]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        handler = SimpleNamespace(handle_RCPT=self._recipient, handle_DATA=self._letter)
        controller = Controller(handler, hostname="127.0.0.1", port=port)
        controller.start()
        try:
            yield Relay(host="127.0.0.1", port=port, per_minute=0)
        finally:
            controller.stop()


@dataclass
class Clock:
    """A clock that tests set."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Served:
    """Pages in service at a port of this machine."""

    port: int
    site: Site
    clock: Clock = field(default_factory=Clock)
    inbox: Inbox = field(default_factory=Inbox)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request on a connection of its own, the path exactly as it is given."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, dict(headers or {}))
            said: HTTPResponse = connection.getresponse()
            return Answer(said.status, {name.lower(): value for name, value in said.getheaders()}, said.read())
        finally:
            connection.close()

    def post(self, path: str, fields: Any = (), **headers: str) -> Answer:
        """A form sent as this site's own page sends it."""
        sent = {**OWN, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.ask(path, method="POST", body=urlencode(fields).encode(), headers=sent)


@contextmanager
def served(site: Site, *, further: Sequence[BaseRoute] = (), **more: Any) -> Iterator[Served]:
    """The site's pages over real HTTP."""
    app = application(site, further=further)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False, server_header=False, ws="none")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
        assert thread.is_alive()
    try:
        yield Served(port=server.servers[0].sockets[0].getsockname()[1], site=site, **more)
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def home_with_letters(root: Path) -> Home:
    """Two weeks of letters for associations on the shelf, fi and sv, with standing feeds; nothing is published."""
    home = home_in(root)
    for week in ("2026-W46", "2026-W47"):
        shelve(home, week, "jarjestot", "fi")
        shelve(home, week, "jarjestot", "sv")
    for ending in ("atom", "json", "deadlines.ics", "html"):
        (home.issues / f"jarjestot.fi.{ending}").write_text(f"{ending}\n", encoding="utf-8")
    return home


def publish_news(home: Home) -> None:
    """Publishes four stories, one with a hostile headline, which the newest letters told."""
    with opened(home) as connection:
        bring(connection, home, "b1", visit(*(article(number) for number in range(1, 4)), article(4, title=HOSTILE)))
        link_backlog(connection, home)
        found = connection.execute("select story_id from core.story_member order by article_id desc").fetchall()
        for language in ("fi", "sv"):
            record_issue(
                connection,
                issue_id=f"2026-W47.jarjestot.{language}",
                week="2026-W47",
                audience="jarjestot",
                language=language,
                files={},
                story_ids=[row[0] for row in found],
            )
        publish(connection, home)


def shelve(home: Home, week: str, audience: str, language: str) -> None:
    """Puts a letter on the shelf in every form it has."""
    folder = home.issues / week
    folder.mkdir(exist_ok=True)
    for ending in ("page.html", "html", "fragment.html", "txt", "md", "eml", "ics", "atom", "json", "docx"):
        text = PAGE if ending == "page.html" else LETTER if ending == "html" else f"{week} {ending}\n"
        (folder / f"{week}.{audience}.{language}.{ending}").write_text(text, encoding="utf-8")
