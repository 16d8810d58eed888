"""What a person should know of a letter before it goes: its size, and what its headers promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr
from typing import Final

from digest.personal import Copy, LetterError, personal, unsubscribe_address

CUT_AT: Final = 102_000  # bytes of HTML beyond which Gmail cuts a letter
_ROOM: Final = 90_000
_RESERVED: Final = (".example", ".test", ".invalid", ".localhost", "example.org", "example.com", "example.net")


@dataclass(frozen=True, slots=True, kw_only=True)
class Precheck:
    """A letter's sizes in bytes, what keeps it from going (`faults`) and what is worth knowing (`warnings`)."""

    size: int
    html_size: int
    subject: str
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def precheck(stored: bytes) -> Precheck:
    """Looks at a stored letter as it would go: made somebody's own, with every header that mailing lists owe."""
    message = BytesParser().parsebytes(stored)
    html = sum(len(_content(part)) for part in message.walk() if part.get_content_type() == "text/html")
    return Precheck(
        size=len(stored),
        html_size=html,
        subject=" ".join(str(message["Subject"] or "").split()),
        faults=tuple(_faults(stored)),
        warnings=tuple(_warnings(message, stored, html)),
    )


def _faults(stored: bytes) -> Iterator[str]:
    try:
        own = unsubscribe_address(stored)
        personal(stored, Copy(recipient="koe@example.org", name="0" * 24, link=own))
    except LetterError as error:
        yield str(error)


def _warnings(message: Message, stored: bytes, html: int) -> Iterator[str]:
    if html > CUT_AT:
        yield f"the HTML is {html // 1000} kB: Gmail cuts it at {CUT_AT // 1000}"
    elif html > _ROOM:
        yield f"the HTML is {html // 1000} kB: little room is left before Gmail cuts it"
    sender = parseaddr(str(message["From"] or ""))[1]
    if sender.lower().endswith(_RESERVED):
        yield f"it comes from {sender}, an address that nobody can answer: set [mail] in the audience's file"
    if b"\nList-Unsubscribe: <http:" in stored:
        yield "its unsubscribe address is http, not https: mail programs offer no one-click unsubscribing"
    missing = [name for name in ("Date", "Reply-To", "List-Id", "List-Archive") if not message[name]]
    if missing:
        yield f"it has no {', '.join(missing)}"
    if max(map(len, stored.split(b"\r\n"))) > 998:
        yield "it has a line longer than mail allows (998 characters)"


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
