"""Secrets in links: random ones that are kept as digests, and signed ones that need not be kept."""

from __future__ import annotations

import hmac
import re
import secrets
import sqlite3
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Final

from warehouse.desk import change, rows

FORM: Final = re.compile(r"[A-Za-z0-9_-]{20,400}")
_MAC: Final = 32  # bytes


def fresh_token() -> str:
    """A token of 256 random bits, in characters that any address may hold."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a random token: who reads the file cannot use it, and looking it up tells nothing by its time."""
    return sha256(token.encode()).hexdigest()


def signed(key: bytes, purpose: str, payload: str) -> str:
    """A token that carries a payload and proves, for one purpose, that we made it.

    >>> token = signed(b"k" * 32, "unsubscribe", "r1/jarjestot")
    >>> verified(b"k" * 32, "unsubscribe", token), verified(b"k" * 32, "preferences", token)
    ('r1/jarjestot', None)
    """
    mac = _mac(key, purpose, payload.encode())
    return urlsafe_b64encode(mac + payload.encode()).decode("ascii").rstrip("=")


def verified(key: bytes, purpose: str, token: str) -> str | None:
    """The payload of a token signed for this purpose; None for any other text. Compares in constant time."""
    if not FORM.fullmatch(token):
        return None
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        payload = raw[_MAC:].decode()
    except ValueError:
        return None
    return payload if hmac.compare_digest(raw[:_MAC], _mac(key, purpose, raw[_MAC:])) else None


def key_of(desk: sqlite3.Connection, name: str) -> bytes:
    """The desk's own key of that name, 256 random bits, made when it is first asked for."""
    found = rows(desk, "desk/subscribers/key", name=name)
    if not found:
        change(desk, "desk/subscribers/add_key", name=name, value=secrets.token_bytes(32))
        found = rows(desk, "desk/subscribers/key", name=name)
    return bytes(found[0]["value"])


def keyed(key: bytes, purpose: str, text: str, *, length: int) -> str:
    """A keyed digest in lower-case hexadecimal, `length` bytes: the same for the same text, and not to be guessed."""
    return _mac(key, purpose, text.encode())[:length].hex()


def _mac(key: bytes, purpose: str, payload: bytes) -> bytes:
    return hmac.new(key, purpose.encode() + b"\0" + payload, sha256).digest()
