"""What a reader's copy carries that names the reader to us and to nobody else: a link, and an envelope's sender."""

from __future__ import annotations

import re
from typing import Final

from digest.addresses import web_address

_TAGGED: Final = re.compile(r"[^\s<>@+]\+([0-9a-f]{30})@", re.IGNORECASE)
_LONGEST_LOCAL: Final = 64


class LinkError(ValueError):
    """A public address or return address that cannot carry a token; the message is one clear line."""


def unsubscribe_link(token: str, *, public: str | None, own: str) -> str:
    """The address that ends one reader's letters: below Kooste's public pages where these are named, else below `own`.

    >>> unsubscribe_link("T0k3n", public=None, own="https://kooste.example/u/")
    'https://kooste.example/u/T0k3n'
    """
    if public is None:
        return f"{own.rstrip('/')}/{token}"
    if web_address(public) != public or not public.isascii() or "?" in public or "#" in public:
        raise LinkError(f"KOOSTE_PUBLIC_URL {public[:80]!r}: write it as https://uutiskirje.example.org")
    return f"{public.rstrip('/')}/u/{token}"


def return_address(mailbox: str, tag: str) -> str:
    """The envelope's sender of one reader's copy: what comes back tells by itself whom it could not reach (VERP).

    >>> return_address("palautus@example.org", "ab" * 15)
    'palautus+ababababababababababababababab@example.org'
    """
    local, _, domain = mailbox.rpartition("@")
    tagged = f"{local}+{tag}"
    if len(tagged) > _LONGEST_LOCAL:
        raise LinkError(f"the part before @ of the return address is {len(local)} characters long; at most 33 can be")
    return f"{tagged}@{domain}"


def tags_in(text: str) -> list[str]:
    """Every tag of a return address that stands in a text, in order.

    >>> tags_in("To: <palautus+" + "AB" * 15 + "@example.org>")
    ['ababababababababababababababab']
    """
    return list(dict.fromkeys(found.lower() for found in _TAGGED.findall(text)))
