"""A real WebSub hub on loopback: verifies, distributes, signs, denies, and lets leases end."""

from __future__ import annotations

import hmac
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlencode
from urllib.request import Request, urlopen


@dataclass
class Subscription:
    """What a subscriber asked for and confirmed; `until` is on the clock of time.monotonic()."""

    callback: str
    topic: str
    secret: str | None
    until: float


@dataclass
class Wish:
    """One request as it came, and how its verification went: the callback's status and body."""

    form: dict[str, str]
    status: int | None = None
    body: str = ""


@dataclass
class Hub:
    """Serves a hub at /hub and one feed at /feed that names it; `lease` is what is granted, whatever was asked for."""

    lease: float = 600.0
    algorithm: str = "sha256"
    is_denying: bool = False
    answers: int = 202
    in_headers: bool = True
    moved_to: str = ""
    wishes: list[Wish] = field(default_factory=list)
    subscriptions: dict[tuple[str, str], Subscription] = field(default_factory=dict)

    def __enter__(self) -> Self:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                is_feed = self.path == "/feed"
                self._send(200 if is_feed else 404, hub.feed().encode() if is_feed else b"", feed=is_feed)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                if hub.moved_to and self.path == "/hub":
                    self._send(307, b"", location=hub.moved_to)
                    return
                form = {name: values[-1] for name, values in parse_qs(body).items()}
                wish = Wish(form=form)
                hub.wishes.append(wish)
                self._send(hub.answers, b"")
                if hub.answers == 202:
                    threading.Thread(target=hub.verify, args=(wish,), daemon=True).start()

            def _send(self, status: int, body: bytes, *, feed: bool = False, location: str = "") -> None:
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                if feed:
                    self.send_header("Content-Type", "application/atom+xml; charset=utf-8")
                    if hub.in_headers:
                        self.send_header("Link", f'<{hub.url}/hub>; rel="hub", <{hub.url}/feed>; rel=self')
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing on stderr."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def host(self) -> str:
        """host:port, as `--allow-host` takes it."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """The hub's own root."""
        return f"http://{self.host}"

    def feed(self) -> str:
        """A feed that names this hub, in its head or (`in_headers`) only in its headers."""
        links = "" if self.in_headers else f'<link rel="hub" href="/hub"/><link rel="self" href="{self.url}/feed"/>'
        return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Syötteet</title>{links}</feed>'

    def verify(self, wish: Wish) -> None:
        """Asks the subscriber whether it meant it (or tells it no), and acts on the answer."""
        form = wish.form
        if self.is_denying:
            told = {"hub.mode": "denied", "hub.topic": form["hub.topic"], "hub.reason": "suljettu"}
            wish.status, wish.body = _get(form["hub.callback"], told)
            return
        challenge = f"haaste-{len(self.wishes)}"
        told = {"hub.mode": form["hub.mode"], "hub.topic": form["hub.topic"], "hub.challenge": challenge}
        if form["hub.mode"] == "subscribe":
            told["hub.lease_seconds"] = str(int(self.lease))
        wish.status, wish.body = _get(form["hub.callback"], told)
        key = form["hub.callback"], form["hub.topic"]
        if wish.status != 200 or wish.body != challenge:
            return
        if form["hub.mode"] == "unsubscribe":
            self.subscriptions.pop(key, None)
        else:
            until = time.monotonic() + self.lease
            self.subscriptions[key] = Subscription(*key, form.get("hub.secret"), until)

    def distribute(self, body: bytes, *, secret: str | None = None) -> list[int]:
        """Sends news to every subscriber whose lease lasts, signed with its secret (or a forged one)."""
        now = time.monotonic()
        found = [one for one in self.subscriptions.values() if one.until > now]
        return [deliver(one.callback, body, secret or one.secret, self.algorithm) for one in found]


def deliver(callback: str, body: bytes, secret: str | None, algorithm: str = "sha256") -> int:
    """One delivery, as a hub makes it; the status that the callback answered."""
    headers = {"Content-Type": "application/atom+xml"}
    if secret is not None:
        headers["X-Hub-Signature"] = f"{algorithm}={hmac.new(secret.encode(), body, algorithm).hexdigest()}"
    return _status(Request(callback, data=body, headers=headers))


def _status(request: Request) -> int:
    try:
        with urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def _get(callback: str, told: dict[str, str]) -> tuple[int, str]:
    try:
        with urlopen(f"{callback}{'&' if '?' in callback else '?'}{urlencode(told)}", timeout=10) as answer:
            return int(answer.status), answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, ""
    except URLError:
        return 0, ""
