"""Which mail relay letters and notices go through, and how it is reached."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from digest.smtp_session import Outcome, Session

__all__ = ["Outcome", "Relay", "RelayError", "Session", "notify", "post", "relay_of"]
_PLACE: Final = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?")


class RelayError(ValueError):
    """A relay that is not described rightly; the message names the setting and what to write, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Where mail is handed over, and how: TLS is demanded unless the relay is this very machine.

    `authority` is a file of certificates to trust instead of the system's, `sender` the address of notices,
    `per_minute` how many messages at most (0: as fast as it goes), `timeout` seconds for each step.
    """

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    authority: Path | None = None
    sender: str = ""
    per_minute: int = 120
    timeout: float = 30.0
    is_tls_from_start: bool = False

    @property
    def is_loopback(self) -> bool:
        """Whether the relay runs on this machine."""
        with suppress(ValueError):
            return ip_address(self.host).is_loopback
        return self.host == "localhost"

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A connection for many messages, made when it is first needed and again when it breaks."""
        session = Session(self)
        try:
            yield session
        finally:
            session.close()

    def send(self, message: bytes, sender: str, recipient: str) -> Outcome:
        """Connects, hands one message over, and leaves; network trouble is an outcome, not an exception."""
        with self.session() as session:
            return session.send(message, sender, recipient)

    def check(self) -> Outcome:
        """Connects, secures the connection and logs in, without sending anything; "sent" when all that went well."""
        with self.session() as session:
            return session.open() or Outcome(state="sent", step="connect", code=250)

    def offers_utf8(self) -> bool:
        """Whether addresses beyond ASCII can be mailed to; False when the relay does not answer."""
        with self.session() as session:
            return session.open() is None and session.offers("smtputf8")


def relay_of(environment: Mapping[str, str]) -> Relay | None:
    """The relay that KOOSTE_SMTP and its sisters describe, None when there is none. Raises RelayError.

    >>> relay_of({"KOOSTE_SMTP": "mail.example.org:587", "KOOSTE_SMTP_RATE": "60"}).per_minute
    60
    """
    place = (environment.get("KOOSTE_SMTP") or "").strip()
    if not place:
        return None
    host, port = _place(place)
    user = environment.get("KOOSTE_SMTP_USER") or ""
    password = environment.get("KOOSTE_SMTP_PASSWORD_FILE") or ""
    if bool(user) != bool(password):
        raise RelayError("KOOSTE_SMTP_USER and KOOSTE_SMTP_PASSWORD_FILE belong together: set both or neither")
    return Relay(
        host=host,
        port=port,
        user=user,
        password=_secret("KOOSTE_SMTP_PASSWORD_FILE", password) if password else "",
        authority=_authority(environment.get("KOOSTE_SMTP_CA") or ""),
        sender=_sender(environment.get("KOOSTE_SMTP_FROM") or ""),
        per_minute=_number(environment, "KOOSTE_SMTP_RATE", standing=120, least=0, most=60_000),
        timeout=_number(environment, "KOOSTE_SMTP_TIMEOUT", standing=30, least=1, most=600),
        is_tls_from_start=place.startswith("smtps://") or port == smtplib.SMTP_SSL_PORT,
    )


def notify(relay: Relay, to: str, subject: str, text: str, *, at: datetime, language: str = "en") -> Outcome:
    """Mails a plain notice to a person; line breaks in the subject become spaces. Raises ValueError for no address."""
    message = EmailMessage(policy=SMTP)
    sender = _address(relay.sender or to)
    message["From"] = sender
    message["To"] = _address(to)
    message["Subject"] = _encodable(" ".join(subject.split()))[:200]
    message["Date"] = at
    name = sha256(_encodable("\0".join((to, subject, text, at.isoformat()))).encode()).hexdigest()[:24]
    message["Message-ID"] = f"<notice.{name}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_encodable(text), cte="quoted-printable")
    message["Content-Language"] = language
    return post(relay, message)


def post(relay: Relay, message: EmailMessage) -> Outcome:
    """Hands one message over, from its From to its one To; raises ValueError when these are not one address each."""
    sender, to = (_addresses(message, name) for name in ("From", "To"))
    if len(sender) != 1 or len(to) != 1:
        raise ValueError("a message goes from one address to one address")
    return relay.send(message.as_bytes(), sender[0].addr_spec, to[0].addr_spec)


def _addresses(message: EmailMessage, name: str) -> tuple[Address, ...]:
    return tuple(getattr(message[name], "addresses", ()))


def _address(text: str) -> Address:
    name, address = parseaddr(text)
    try:
        return Address(name, addr_spec=address)
    except (ValueError, IndexError):
        raise ValueError("this is no mail address") from None


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _place(text: str) -> tuple[str, int]:
    bare = text.removeprefix("smtps://").removeprefix("smtp://").rstrip("/")
    found = _PLACE.fullmatch(bare)
    port = int(found[3] or (465 if text.startswith("smtps://") else 25)) if found else 0
    if not found or not 0 < port < 65536:
        raise RelayError(f"KOOSTE_SMTP {text[:80]!r}: write it as mail.example.org:587")
    return found[1] or found[2], port


def _sender(text: str) -> str:
    if text:
        try:
            _address(text)
        except ValueError:
            raise RelayError(f"KOOSTE_SMTP_FROM {text[:80]!r}: write it as Kooste <kooste@example.org>") from None
    return text


def _secret(setting: str, path: str) -> str:
    try:
        secret = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RelayError(f"{setting} {path}: {getattr(error, 'strerror', None) or 'is no text'}") from None
    if not secret.isascii():
        raise RelayError(f"{setting} {path}: the password holds a letter beyond ASCII, which no login by SMTP can send")
    return secret


def _authority(path: str) -> Path | None:
    if path and not Path(path).is_file():
        raise RelayError(f"KOOSTE_SMTP_CA {path}: there is no such file")
    return Path(path) if path else None


def _number(environment: Mapping[str, str], setting: str, *, standing: int, least: int, most: int) -> int:
    text = (environment.get(setting) or "").strip() or str(standing)
    if not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
        raise RelayError(f"{setting} {text[:20]!r}: write a whole number from {least} to {most}")
    return int(text)
