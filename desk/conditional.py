"""Answers that a reader may already have: ETag, Last-Modified and 304, as RFC 9110 says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.datastructures import Headers
from starlette.responses import Response

PUBLIC = "public, max-age=300"


def answer(
    asked: Headers, content: bytes, *, media_type: str, modified: datetime | None = None, **headers: str
) -> Response:
    """The content, or 304 when the reader's copy is the same; `headers` are further ones, _ for -."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    told = {"etag": etag, "cache-control": PUBLIC} | {name.replace("_", "-"): value for name, value in headers.items()}
    if modified is not None:
        told["last-modified"] = format_datetime(modified.astimezone(UTC).replace(microsecond=0), usegmt=True)
    if is_fresh(asked, told):
        return Response(status_code=304, headers=told)
    return Response(content, headers=told, media_type=media_type)


def is_fresh(asked: Mapping[str, str], told: Mapping[str, str]) -> bool:
    """Whether the reader's copy is what would be sent; a date counts only where no tag is named."""
    tags = asked.get("if-none-match")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or told["etag"] in known
    since, modified = _instant(asked.get("if-modified-since")), _instant(told.get("last-modified"))
    return since is not None and modified is not None and modified <= since


def _instant(text: str | None) -> datetime | None:
    try:
        read = parsedate_to_datetime(text or "")
    except (ValueError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
