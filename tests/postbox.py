"""Real mail servers on loopback: one that keeps what it takes, and one that hangs up where a test tells it to."""

from __future__ import annotations

import asyncio
import socketserver
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass(frozen=True)
class Letter:
    """One message that the server took."""

    sender: str
    to: str
    content: bytes

    @property
    def parsed(self) -> EmailMessage:
        message = message_from_bytes(self.content, policy=default)
        assert isinstance(message, EmailMessage)
        return message


@dataclass
class Postbox:
    """A mail server that takes what it is told to take; `refusals` are answers to a recipient, `answers` to content."""

    tls: ssl.SSLContext | None = None
    users: Mapping[str, str] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    answer: Callable[[str], str] = lambda to: "250 2.0.0 taken"
    pause: Callable[[], float] = lambda: 0.0
    utf8: bool = True
    got: list[Letter] = field(default_factory=list)

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.pause())
        (to,) = envelope.rcpt_tos
        said = self.answer(to)
        if said.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.got.append(Letter(str(envelope.mail_from), to, content))
        await asyncio.sleep(self.pause())
        return said

    def counts(self) -> Counter[str]:
        """How many messages each recipient got."""
        return Counter(letter.to for letter in self.got)

    def _smtp(self) -> SMTP:
        def may_enter(_: Any, __: Any, ___: Any, ____: str, given: Any) -> AuthResult:
            is_right = isinstance(given, LoginPassword) and (
                self.users.get(given.login.decode()) == given.password.decode()
            )
            return AuthResult(success=is_right, handled=is_right)

        return SMTP(
            self,
            hostname="posti.example",
            enable_SMTPUTF8=self.utf8,
            tls_context=self.tls,
            require_starttls=self.tls is not None,
            auth_required=bool(self.users),
            auth_require_tls=self.tls is not None,
            authenticator=may_enter if self.users else None,
            loop=self._loop,
        )

    def __enter__(self) -> Self:
        listening = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(listening)), daemon=True)
        self._thread.start()
        assert listening.wait(5)
        return self

    async def _serve(self, listening: threading.Event) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await self._loop.create_server(self._smtp, "127.0.0.1", 0)
        self.port: int = server.sockets[0].getsockname()[1]
        listening.set()
        await self._end.wait()
        server.close()

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(5)

    @property
    def place(self) -> str:
        """What KOOSTE_SMTP says of it."""
        return f"127.0.0.1:{self.port}"


@dataclass
class Rude:
    """A mail server that, at a step of its choice, says `says` (nothing: stays silent) and hangs up.

    Steps: greeting, EHLO, MAIL, RCPT, DATA, content (before answering it) and taken (after having kept it).
    """

    step: str
    says: str | None = None
    stays: bool = False
    got: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        rude = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                rude._talk(self)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_: object) -> None:
                """A client that hangs up is no news."""

        self._server = Server(("127.0.0.1", 0), Talk)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._gone.set()
        self._server.shutdown()
        self._server.server_close()

    _gone: threading.Event = field(default_factory=threading.Event)

    def _talk(self, line: socketserver.StreamRequestHandler) -> None:
        if self._hangs_up(line, "greeting"):
            return
        line.wfile.write(b"220 posti.example\r\n")
        while command := line.rfile.readline(2000):
            verb = command.split()[0].decode("ascii").upper() if command.split() else ""
            self.commands.append(verb)
            if self._hangs_up(line, verb):
                return
            if verb == "DATA":
                line.wfile.write(b"354 go on\r\n")
                if not self._read_content(line):
                    return
            line.wfile.write(b"221 bye\r\n" if verb == "QUIT" else b"250 ok\r\n")

    def _read_content(self, line: socketserver.StreamRequestHandler) -> bool:
        content = b""
        while not content.endswith(b"\r\n.\r\n"):
            content += (read := line.rfile.readline(5000))
            if not read:
                return False
        if self._hangs_up(line, "content"):
            return False
        self.got.append(content)
        return not self._hangs_up(line, "taken")

    def _hangs_up(self, line: socketserver.StreamRequestHandler, step: str) -> bool:
        if step != self.step:
            return False
        if self.says is not None:
            line.wfile.write(self.says.encode() + b"\r\n")
        if self.stays:
            self._gone.wait(10)
        return True

    @property
    def place(self) -> str:
        """What KOOSTE_SMTP says of it."""
        return f"127.0.0.1:{self.port}"
