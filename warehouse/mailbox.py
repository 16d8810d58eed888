"""Mail addresses as Kooste keeps them: one form each, and nothing in them that could end a header or a command."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

import idna

_LOCAL: Final = re.compile(r"(?![=+-])[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_UTF8_LOCAL: Final = re.compile(r"(?![=+-])[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class MailboxError(ValueError):
    """A text that is no mail address; the message is one clear line that does not repeat it."""


def mailbox(text: str, *, utf8_local: bool = False) -> str:
    """The address in the form it is kept: domain in lower case, an international one as mail servers know it.

    A local part keeps its case, as only its own server knows what that means; one beyond ASCII is refused unless
    `utf8_local` (the relay offers SMTPUTF8). Quoted local parts and literal IP addresses are refused, and a first
    character that a spreadsheet would reckon with or a program take for an option. Raises MailboxError.

    >>> mailbox("Aino.Esimerkki@Järjestö.EXAMPLE")
    'Aino.Esimerkki@xn--jrjest-bua3m.example'
    """
    if not text.isprintable() or len(text) > 320:
        raise MailboxError("an address is one line of at most 254 characters")
    local, at, domain = normalize("NFC", text.strip()).rpartition("@")
    if not at or not local or not domain:
        raise MailboxError("an address looks like name@example.org")
    found = f"{_local(local, utf8_local=utf8_local)}@{_domain(domain)}"
    if len(found.encode()) > 254:
        raise MailboxError("an address is at most 254 characters long")
    return found


def same_reader(address: str) -> str:
    """What two spellings of one reader's address have in common: nobody runs two mailboxes that differ in case."""
    return address.casefold()


def masked(address: str) -> str:
    """The address so that its owner knows it and a passer-by does not.

    >>> masked("aino.esimerkki@example.org")
    'a…@example.org'
    """
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _local(local: str, *, utf8_local: bool) -> str:
    if len(local.encode()) > 64:
        raise MailboxError("the part before @ is at most 64 characters long")
    if _LOCAL.fullmatch(local):
        return local
    if not local.isascii() and _UTF8_LOCAL.fullmatch(local):
        if utf8_local:
            return local
        raise MailboxError("letters beyond a–z before @ need a mail relay that offers SMTPUTF8")
    raise MailboxError("the part before @ holds letters, digits and single dots, no spaces or quotes")


def _domain(domain: str) -> str:
    try:
        found = idna.encode(domain, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        raise MailboxError("the part after @ is no domain name") from None
    labels = found.split(".")
    if len(labels) < 2 or labels[-1].isdecimal() or not all(_LABEL.fullmatch(label) for label in labels):
        raise MailboxError("the part after @ is no whole domain name, such as example.org")
    return found
