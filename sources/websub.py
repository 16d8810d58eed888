"""WebSub (W3C) as pure values: what a hub is asked, what it may ask back, whether news is its own, when a lease ends.

No I/O and no clock: `sources.hubs` asks hubs, the desk answers them. https://www.w3.org/TR/websub/
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

Mode = Literal["subscribe", "unsubscribe"]

LEASE = timedelta(days=10)  # what is asked for; the hub decides
LONGEST_LEASE = timedelta(days=365)
_MARGIN = timedelta(days=1)
_SOONEST_RETRY = timedelta(minutes=5)
_LONGEST_RETRY = timedelta(days=1)
_METHODS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
_MOST = 2_048  # characters of an address or a challenge


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A hub's question whether we meant it (section 5.3); `challenge` is what it wants to hear."""

    mode: Mode
    topic: str
    challenge: str
    lease: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """A hub's word that it does not, or no longer, serve a topic (section 5.2)."""

    topic: str
    reason: str = ""


def request(
    mode: Mode, *, callback: str, topic: str, secret: str | None = None, lease: timedelta = LEASE
) -> dict[str, str]:
    """The form that asks a hub for a subscription, its renewal or its end (section 5.1).

    >>> request("unsubscribe", callback="https://k.example/websub/x", topic="https://a.example/feed")["hub.mode"]
    'unsubscribe'
    """
    form = {"hub.mode": mode, "hub.callback": callback, "hub.topic": topic}
    if mode == "subscribe":
        form["hub.lease_seconds"] = str(int(lease.total_seconds()))
        if secret:
            form["hub.secret"] = secret
    return form


def may_carry_secret(hub: str, *, is_named: bool) -> bool:
    """Whether a secret may travel to a hub: over https, or to one that the operator has named."""
    return urlsplit(hub).scheme == "https" or is_named


def read_question(query: Mapping[str, str]) -> Verification | Denial | None:
    """What a hub's GET of our callback says; None when it is no question of WebSub's.

    >>> read_question({"hub.mode": "denied", "hub.topic": "https://a.example/feed", "hub.reason": "closed"})
    Denial(topic='https://a.example/feed', reason='closed')
    """
    mode, topic, challenge = (query.get(f"hub.{name}", "") for name in ("mode", "topic", "challenge"))
    if not topic or len(topic) > _MOST:
        return None
    if mode == "denied":
        return Denial(topic=topic, reason=" ".join(query.get("hub.reason", "").split())[:200])
    if not 0 < len(challenge) <= _MOST:
        return None
    if mode == "subscribe":
        lease = _seconds(query.get("hub.lease_seconds", ""))
        return Verification(mode="subscribe", topic=topic, challenge=challenge, lease=lease)
    return Verification(mode="unsubscribe", topic=topic, challenge=challenge) if mode == "unsubscribe" else None


def _seconds(text: str) -> timedelta | None:
    """A lease as a hub words it, a year at most; None when it is no number above 0."""
    if not re.fullmatch(r"[0-9]{1,12}", text.strip()) or int(text) == 0:
        return None
    return min(timedelta(seconds=min(int(text), 10**9)), LONGEST_LEASE)


def is_meant(asked: Verification, *, mode: Mode, topic: str) -> bool:
    """Whether a hub's question is about the very thing that we want of it."""
    return asked.mode == mode and asked.topic == topic


def is_signed(header: str | None, body: bytes, secret: str) -> bool:
    """Whether an X-Hub-Signature (`method=hex`, RFC 2104) proves that a body comes from who knows the secret.

    Constant time; sha1, sha256, sha384 and sha512.

    >>> is_signed("sha1=" + hmac.new(b"s", b"news", "sha1").hexdigest(), b"news", "s"), is_signed("sha1=00", b"", "s")
    (True, False)
    """
    method, _, told = (header or "").strip().partition("=")
    if method.lower() not in _METHODS or not told.isascii():
        return False
    proof = hmac.new(secret.encode(), body, _METHODS[method.lower()]).hexdigest()
    return hmac.compare_digest(proof, told.strip().lower())


def renewal(granted_at: datetime, expires_at: datetime) -> datetime:
    """When a lease is asked for anew: a day before its end, or when four fifths of a shorter one have passed.

    >>> from datetime import UTC
    >>> day = datetime(2026, 11, 21, tzinfo=UTC)
    >>> renewal(day, day + timedelta(days=10)).day, renewal(day, day + timedelta(hours=10)).hour
    (30, 8)
    """
    return expires_at - min(_MARGIN, (expires_at - granted_at) / 5)


def retry(asked_at: datetime, attempts: int) -> datetime:
    """When a hub that has not confirmed is asked again: after 5, 10, 20 … minutes, a day at most.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    >>> [int((retry(noon, n) - noon).total_seconds() // 60) for n in (1, 2, 3, 12)]
    [5, 10, 20, 1440]
    """
    doublings = min(max(attempts, 1) - 1, 10)
    return asked_at + min(_SOONEST_RETRY * (1 << doublings), _LONGEST_RETRY)
