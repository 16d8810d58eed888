"""An issue as a mail message, byte for byte the same each time it is built."""

from __future__ import annotations

from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import parseaddr
from hashlib import sha256
from urllib.parse import quote

from digest import render
from digest.addresses import web_address
from digest.editions import safe_name
from digest.issue import Issue
from digest.view import archive_address, subject

_VERBATIM = frozenset(
    {"list-unsubscribe", "list-unsubscribe-post", "list-id", "list-help", "list-archive", "list-post"}
)


class LetterPolicy(EmailPolicy):
    """SMTP's policy, save that List-* headers stay on one line and unencoded.

    The standard one turns an address that does not fit a line into an encoded word, and one-click unsubscribing
    stops working; a line may be 998 characters long, and the addresses are held below that.
    """

    def fold(self, name: str, value: str) -> str:
        """The header as one line when it is a List-* header, else as the SMTP policy folds it."""
        if name.lower() in _VERBATIM:
            return f"{name}: {value}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """As `fold`, in bytes."""
        if name.lower() in _VERBATIM:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


LETTER = LetterPolicy(linesep=SMTP.linesep)


def letter(issue: Issue, *, recipient: str | None = None, unsubscribe: str | None = None) -> EmailMessage:
    """The letter as multipart text and HTML; send its `as_bytes()`, which keeps the List-* headers whole.

    `recipient` is a mail address (the letter's own when None) and `unsubscribe` that reader's one-click https
    address (the audience's own when None): it goes into the header and the footer. Raises ValueError for an
    address that cannot stand in a header.
    """
    own = issue if unsubscribe is None else _with_unsubscribe(issue, unsubscribe)
    message = EmailMessage(policy=LETTER)
    _address_headers(message, own, recipient)
    _list_headers(message, own)
    message.set_content(render.text(own), cte="quoted-printable")
    message.add_alternative(render.html(own), subtype="html", cte="quoted-printable")
    # Every Content-* header that is there before the parts are made sinks into the first of them.
    message["Content-Language"] = ", ".join(own.tongues)
    # Quoted-printable writes every "=" as "=3D", so no line of a body can be this boundary.
    message.set_boundary(f"=_{_fingerprint(own.name)}")
    return message


def _with_unsubscribe(issue: Issue, address: str) -> Issue:
    if web_address(address) != address or not address.isascii() or len(address) > 900:
        raise ValueError(f"{address[:60]!r} is not a plain web address of at most 900 ASCII characters")
    return replace(issue, audience=replace(issue.audience, mail=replace(issue.audience.mail, unsubscribe=address)))


def _address_headers(message: EmailMessage, issue: Issue, recipient: str | None) -> None:
    mail = issue.audience.mail
    message["From"] = _address(mail.sender)
    message["To"] = _address(recipient or mail.sender)
    message["Reply-To"] = _address(mail.reply_to)
    message["Subject"] = subject(issue)
    message["Date"] = issue.goes_at
    reader = f".{_fingerprint(recipient)}" if recipient else ""
    message["Message-ID"] = f"<{issue.name}{reader}@{mail.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "list"


def _list_headers(message: EmailMessage, issue: Issue) -> None:
    mail = issue.audience.mail
    reply_to = parseaddr(mail.reply_to)[1]
    message["List-Id"] = f"<{safe_name(issue.language)}.{issue.audience.id}.{mail.domain}>"
    by_mail = f"<mailto:{reply_to}?subject={quote(f'unsubscribe {issue.audience.id}')}>"
    message["List-Unsubscribe"] = f"<{mail.unsubscribe}>, {by_mail}" if mail.unsubscribe else by_mail
    if mail.unsubscribe and mail.unsubscribe.startswith("https:"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["List-Help"] = f"<mailto:{reply_to}?subject=help>"
    if mail.archive:
        message["List-Archive"] = f"<{archive_address(issue)}>"
    message["List-Post"] = "NO"


def _address(text: str) -> Address:
    name, address = parseaddr(text)
    return Address(name, addr_spec=address)


def _fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:24]
