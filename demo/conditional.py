"""Conditional answers of HTTP: validators of a body, and whether a visitor already has it (RFC 9110, 13)."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256

COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/feed+json",
    "application/rss+xml",
    "application/atom+xml",
    "application/xml",
)


def etag(body: bytes, *, compressed: bool) -> str:
    """A strong validator of a body; the compressed form has its own."""
    return f'"{sha256(body).hexdigest()[:20]}{"-gzip" if compressed else ""}"'


def http_date(at: datetime) -> str:
    """`Mon, 23 Nov 2026 00:15:00 GMT`"""
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)


def has_it(headers: Mapping[str, str], tag: str, modified: datetime) -> bool:
    """Whether the visitor's copy is current: If-None-Match decides when present, else If-Modified-Since.

    >>> has_it({"if-none-match": 'W/"a", "b"'}, '"b-gzip"', datetime(2026, 1, 1, tzinfo=UTC))
    True
    """
    if (named := headers.get("if-none-match")) is not None:
        return named.strip() == "*" or _bare(tag) in {_bare(one) for one in named.split(",")}
    since = _instant(headers.get("if-modified-since", ""))
    return since is not None and modified.replace(microsecond=0) <= since


def is_conditional(headers: Mapping[str, str]) -> bool:
    """Whether the visitor asked only for what is new."""
    return "if-none-match" in headers or "if-modified-since" in headers


def wants_gzip(headers: Mapping[str, str]) -> bool:
    """Whether the visitor reads gzip.

    >>> wants_gzip({"accept-encoding": "gzip;q=0, br"}), wants_gzip({"accept-encoding": "br, gzip"})
    (False, True)
    """
    offers = (offer.replace(" ", "").split(";q=") for offer in headers.get("accept-encoding", "").lower().split(","))
    return any(name in {"gzip", "*"} and _quality(rest) > 0 for name, *rest in offers)


def squeezed(body: bytes) -> bytes:
    """A body in gzip, the same bytes every time."""
    return gzip.compress(body, compresslevel=6, mtime=0)


def _bare(tag: str) -> str:
    return tag.strip().removeprefix("W/").strip('"').removesuffix("-gzip")


def _quality(rest: list[str]) -> float:
    try:
        return float(rest[0]) if rest else 1.0
    except ValueError:
        return 0.0


def _instant(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
