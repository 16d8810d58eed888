"""A reader's own copy of a letter: the stored bytes, changed only where they name the reader."""

from __future__ import annotations

import re
from binascii import b2a_qp
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from html import escape
from quopri import decodestring
from typing import Final

from digest.addresses import web_address

_FIELD_END: Final = re.compile(rb"\r\n(?![ \t])")
_LINKS: Final = re.compile(rb"<([^<>\s]+)>")
_LONGEST: Final = 900  # characters of an address: a header line may have 998


class LetterError(ValueError):
    """A stored letter that cannot be made anybody's own; the message says what it lacks, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Whose copy it is: mail address, the name it bears in the Message-ID, and the token that ends the letters."""

    recipient: str
    name: str
    link: str
    token: str = ""


def personal(stored: bytes, copy: Copy) -> bytes:
    """The letter as it goes to one reader: To, Message-ID, List-Unsubscribe and the footer's link are the reader's own.

    The link is put wherever the letter's own unsubscribe address stands last in each part. Raises LetterError.
    """
    if web_address(copy.link) != copy.link or not copy.link.isascii() or len(copy.link) > _LONGEST:
        raise LetterError("the link that ends the letters is no plain web address of at most 900 ASCII characters")
    head, blank, body = stored.partition(b"\r\n\r\n")
    if not blank:
        raise LetterError("the letter has no body")
    own = unsubscribe_address(stored)
    fields = [_personal_field(field, copy) for field in _FIELD_END.split(head)]
    if copy.link.startswith("https:"):
        fields.append(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return b"\r\n".join([*filter(None, fields), b"", _personal_body(head, body, own, copy.link)])


def unsubscribe_address(stored: bytes) -> str:
    """The web address that the letter itself names for unsubscribing; raises LetterError when it names none."""
    for link in _LINKS.findall(_value(stored, b"list-unsubscribe")):
        if link.lower().startswith((b"https://", b"http://")):
            return str(link.decode("ascii", "replace"))
    raise LetterError("the letter names no web address for unsubscribing: set `unsubscribe` in the audience's [mail]")


def message_id(stored: bytes, name: str) -> str:
    """The Message-ID of one reader's copy: the letter's own with the reader's name in it, the same every time."""
    own = _value(stored, b"message-id").decode("ascii", "replace").strip()
    left, at, domain = own.rpartition("@")
    if not at:
        raise LetterError("the letter has no Message-ID")
    return f"{left}.{name}@{domain}"


def parsed(stored: bytes) -> Message:
    """The letter read leniently, for looking at its headers."""
    return BytesParser().parsebytes(stored)


def _value(stored: bytes, name: bytes) -> bytes:
    for field in _FIELD_END.split(stored.partition(b"\r\n\r\n")[0]):
        found, _, value = field.partition(b":")
        if found.strip().lower() == name:
            return value.replace(b"\r\n", b"").strip()
    return b""


def _personal_field(field: bytes, copy: Copy) -> bytes:
    name = field.partition(b":")[0].strip().lower()
    if name == b"to":
        return b"To: " + copy.recipient.encode()
    if name == b"message-id":
        return b"Message-ID: " + message_id(field + b"\r\n\r\n", copy.name).encode("ascii")
    if name == b"list-unsubscribe":
        return _personal_links(field, copy)
    return b"" if name == b"list-unsubscribe-post" else field


def _personal_links(field: bytes, copy: Copy) -> bytes:
    """One-click by the web first, then by mail; on one line, as mail programs do not decode what is folded in here."""
    links = [f"<{copy.link}>".encode("ascii")]
    for link in _LINKS.findall(field):
        if link.startswith(b"mailto:"):
            subject = f"?subject=unsubscribe%20{copy.token}".encode("ascii") if copy.token else b""
            links.append(b"<" + (link.partition(b"?")[0] + subject if subject else link) + b">")
    return b"List-Unsubscribe: " + b", ".join(links)


def _personal_body(head: bytes, body: bytes, own: str, link: str) -> bytes:
    found = re.search(rb'boundary="?([^";\r\n]+)"?', head)
    if not found:
        raise LetterError("the letter is not in parts, text and HTML")
    fence = b"\r\n--" + found[1]
    opening, *parts = (b"\r\n" + body).split(fence)
    if len(parts) < 2:
        raise LetterError("the letter's parts are missing")
    made = [_personal_part(part, own, link) for part in parts[:-1]]
    return fence.join([opening, *made, parts[-1]])[2:]


def _personal_part(part: bytes, own: str, link: str) -> bytes:
    head, blank, content = part.partition(b"\r\n\r\n")
    kind = _value(head.lstrip(b"\r\n") + b"\r\n\r\n", b"content-type").lower()
    if b"quoted-printable" not in _value(head.lstrip(b"\r\n") + b"\r\n\r\n", b"content-transfer-encoding").lower():
        raise LetterError("a part of the letter is not quoted-printable")
    if kind.startswith(b"text/html"):
        old, new = (f'href="{escape(address)}"'.encode() for address in (own, link))
        return head + blank + _last_replaced(content, old, new)
    return head + blank + _last_replaced(content, own.encode(), link.encode(), at_end=True)


def _last_replaced(content: bytes, old: bytes, new: bytes, *, at_end: bool = False) -> bytes:
    """Quoted-printable content with the last such place replaced; every other line stays as it is, byte by byte."""
    lines = re.split(rb"(?<!=)\r\n", content)
    for number in reversed(range(len(lines))):
        text = decodestring(lines[number])
        before, found, after = text.rpartition(old)
        if found and not (at_end and after.strip()):
            lines[number] = b2a_qp(before + new + after, istext=True).replace(b"=\n", b"=\r\n")
            return b"\r\n".join(lines)
    raise LetterError("the letter's footer holds no link for unsubscribing")
