"""The letter that asks a new reader whether it was really they who subscribed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from desk.words import Lang, words
from digest.audience import Audience
from digest.typography import clean, wrapped


def confirmation(
    recipient: str, link: str, audiences: Sequence[Audience], language: Lang, *, at: datetime, sender: str | None = None
) -> EmailMessage:
    """A plain-text letter with the link; `sender` replaces the first audience's own From.

    Raises ValueError for a recipient that is no single mail address.
    """
    said, first = words(language)["mail"], audiences[0]
    names = [clean(one.names.get(language) or next(iter(one.names.values()))) for one in audiences]
    message = EmailMessage(policy=SMTP)
    message["From"] = _mailbox(sender or first.mail.sender)
    message["To"] = Address(addr_spec=recipient)
    message["Reply-To"] = _mailbox(first.mail.reply_to)
    message["Subject"] = said["subject"].format(names=", ".join(names))
    message["Date"] = format_datetime(at)
    message["Message-ID"] = (
        f"<confirm.{hashlib.sha256(link.encode()).hexdigest()[:32]}@{message['From'].addresses[0].domain}>"
    )
    message["Auto-Submitted"] = "auto-generated"
    listed = "\n".join(f"- {name}" for name in names)
    parts = (said["hello"], f"{wrapped(said['asked'])}\n{listed}", f"{wrapped(said['how'])}\n{link}", said["life"])
    text = "\n\n".join([*parts, wrapped(said["mistake"])])
    message.set_content(text + "\n", cte="quoted-printable")
    message["Content-Language"] = language
    return message


def _mailbox(text: str) -> Address:
    name, mailbox = parseaddr(text)
    return Address(clean(name), addr_spec=mailbox)
