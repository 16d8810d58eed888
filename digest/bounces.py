"""What comes back from mail servers, read as what it proves: only a tag that we ourselves have made is believed.

Addresses in a report are never looked at: anybody may write a report about anybody. A report counts when it came to the
return address of one reader's copy, or carries that copy's Message-ID; both hold a keyed digest that nobody else knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.parser import BytesParser
from itertools import islice
from typing import Final, Literal

from digest.tokens import tags_in
from warehouse.home import Home
from warehouse.returned import Copy, copy_named, copy_with_tag, note_return

Kind = Literal["hard", "soft", "none"]
LONGEST: Final = 512 * 1024  # bytes that are read of a message
_MOST_PARTS: Final = 50
_STATUS: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_OWN_ID: Final = re.compile(r"<([0-9]{4}-W[0-9]{2}\.[a-z0-9-]{1,64}\.[a-z+]{1,20})\.([0-9a-f]{24})@", re.IGNORECASE)
# Servers that send no delivery report say it in their own words, here in English, Finnish and Swedish; an ä or ö is one
# byte or two.
_UNDELIVERED: Final = re.compile(
    r"undeliver(?:able|ed)|could not be delivered|delivery (?:has )?failed|"
    r"toimitus ep\S{1,2}onnistui|ei voitu toimittaa|toimittaminen ep\S{1,2}onnistui|vastaanottajaa ei l\S{1,2}ydy|"
    r"kunde inte levereras|gick inte att leverera|leverans(?:en)? misslyckades|mottagaren (?:finns inte|hittades inte)",
    re.IGNORECASE,
)
_LEAVING: Final = re.compile(r"unsubscribe([A-Za-z0-9_-]{40,200})", re.IGNORECASE)
_ADDRESSED: Final = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Failed-Recipients")
# Unknown mailbox or domain, moved without address, disabled: RFC 3463, section 3. 5.1.7 and 5.1.8 speak of the sender.
_DEAD: Final = frozenset({(1, 0), (1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1), (4, 4), (0, 0)})
_DEAD_CODES: Final = frozenset({550, 551, 553})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a message says about a delivery: the tags and the copies (issue, subscriber) it names, and how it ended."""

    tags: tuple[str, ...]
    copies: tuple[tuple[str, str], ...]
    kind: Kind
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounced:
    """What was done about a message that came back; "none" when it proves nothing or tells of no failure."""

    kind: Kind
    status: str = ""
    is_suppressed: bool = False


def take_bounce(home: Home, raw: bytes, at: datetime) -> Bounced:
    """Reads one message that came back and notes the bounce it proves; the same message again changes nothing."""
    report = read_report(raw)
    if report.kind == "none" or not home.desk.exists():
        return Bounced(kind="none", status=report.status)
    copy = _proven(home, report)
    if copy is None:
        return Bounced(kind="none", status=report.status)
    ended = note_return(home, copy, report.kind, report.status, at)
    return Bounced(kind=report.kind, status=report.status, is_suppressed=ended)


def read_report(raw: bytes) -> Report:
    """What a message says: RFC 3464 reports first, else a mail server's own words to a tagged address.

    Any bytes are read; a delayed, delivered or relayed message and an automatic answer are no failure ("none").
    """
    try:
        message = BytesParser().parsebytes(raw[:LONGEST])
    except RecursionError:  # parts within parts within parts
        return Report(tags=(), copies=(), kind="none", status="")
    addressed = " ".join(_header(message, name) for name in _ADDRESSED)
    kind, status = _judged(message)
    return Report(
        tags=tuple(tags_in(addressed)),
        copies=tuple(dict.fromkeys((m[0], m[1].lower()) for m in _OWN_ID.findall(_returned_headers(message)))),
        kind=kind,
        status=status,
    )


def token_to_leave(raw: bytes) -> str | None:
    """The token of a letter whose reader asks by mail to end them, as List-Unsubscribe offers; None for other mail.

    >>> token_to_leave(b"Subject: unsubscribe " + b"T0k3n_" * 10 + b"\\r\\n\\r\\n")[:6]
    'T0k3n_'
    """
    try:
        subject = _header(BytesParser().parsebytes(raw[:LONGEST], headersonly=True), "Subject")
    except RecursionError:
        return None
    found = _LEAVING.fullmatch("".join(subject.split()))
    return found[1] if found else None


def is_dead(code: int | None, reply: str) -> bool:
    """Whether a refused recipient has no such mailbox, rather than one that is full or guarded.

    >>> is_dead(550, "5.1.1 no such user"), is_dead(550, "unknown"), is_dead(550, "5.7.1 blocked"), is_dead(452, "")
    (True, True, False, False)
    """
    if code is None or not 500 <= code < 600:
        return False
    found = _STATUS.search(reply)
    if found and found[1] == "5":
        return (int(found[2]), int(found[3])) in _DEAD
    return code in _DEAD_CODES


def _proven(home: Home, report: Report) -> Copy | None:
    for tag in report.tags[:3]:
        copy = copy_with_tag(home, tag)
        if copy is not None:
            return copy
    for issue, subscriber in report.copies[:3]:
        copy = copy_named(home, issue, subscriber)
        if copy is not None:
            return copy
    return None


def _judged(message: Message) -> tuple[Kind, str]:
    fields = list(_recipient_fields(message))
    if fields:
        # Several recipients cannot be: a copy has one. The worst counts.
        return min((_field_kind(one) for one in fields), key=lambda found: ("hard", "soft", "none").index(found[0]))
    if _header(message, "Auto-Submitted").lower().startswith("auto-replied") or not _is_from_server(message):
        return "none", ""
    return _plain_kind(message)


def _recipient_fields(message: Message) -> Iterator[Message]:
    """The blocks of a delivery report that speak of a recipient."""
    for part in islice(message.walk(), _MOST_PARTS):
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            blocks = part.get_payload()
            yield from (b for b in blocks if isinstance(b, Message) and b["Action"]) if isinstance(blocks, list) else ()


def _field_kind(field: Message) -> tuple[Kind, str]:
    status = _STATUS.search(_header(field, "Status"))
    if _header(field, "Action").split(";")[0].strip().lower() != "failed" or not status:
        return "none", status[0] if status else ""
    is_hard = status[1] == "5" and (int(status[2]), int(status[3])) in _DEAD
    return "hard" if is_hard else "soft", status[0]


def _is_from_server(message: Message) -> bool:
    """Mail servers' own reports have an empty envelope sender, which a mailbox shows as Return-Path."""
    sender = _header(message, "From").lower()
    return _header(message, "Return-Path").strip() == "<>" or "mailer-daemon" in sender or "postmaster" in sender


def _plain_kind(message: Message) -> tuple[Kind, str]:
    """A report in a server's own words: a soft bounce at most, as words prove little."""
    for part in islice(message.walk(), _MOST_PARTS):
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            text = payload[:20_000].decode("latin-1") if isinstance(payload, bytes) else ""
            found = _STATUS.search(text)
            if found:
                return ("soft", found[0]) if found[1] == "5" else ("none", "")
            return ("soft" if _UNDELIVERED.search(" ".join(text.split())) else "none"), ""
    return "none", ""


def _returned_headers(message: Message) -> str:
    """The Message-IDs in what the report gives back of our own message."""
    found: list[str] = []
    for part in islice(message.walk(), _MOST_PARTS):
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            payload = part.get_payload(decode=True)
            found.append(payload[:50_000].decode("latin-1") if isinstance(payload, bytes) else "")
        elif part is not message:
            found.append(_header(part, "Message-ID"))
    return " ".join(found)


def _header(message: Message, name: str) -> str:
    return " ".join(str(value) for value in message.get_all(name) or ())[:5_000]
