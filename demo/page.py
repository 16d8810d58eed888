"""What a sample site answers: status, media type, bytes; the server adds the validators."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

Query = Mapping[str, str]
Render = Callable[[Query], "Page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer of a site; `modified` is when these bytes last changed, None when the site's last change tells it."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    modified: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()


def html(text: str, *, charset: str = "utf-8", status: int = 200) -> Page:
    """A page of HTML in a charset, characters beyond it as numeric entities."""
    body = text.encode("cp1252" if charset.lower() == "iso-8859-1" else charset, errors="xmlcharrefreplace")
    return Page(body=body, media_type=f"text/html; charset={charset}", status=status)


def xml(text: str, media_type: str = "application/rss+xml; charset=utf-8", *, charset: str = "utf-8") -> Page:
    """A page of XML under a media type."""
    return Page(body=text.encode(charset, errors="xmlcharrefreplace"), media_type=media_type)


def data(value: object, media_type: str = "application/json; charset=utf-8", *, status: int = 200) -> Page:
    """A page of JSON."""
    return Page(body=json.dumps(value, ensure_ascii=False).encode(), media_type=media_type, status=status)


def redirect(url: str, *, status: int = 301) -> Page:
    """The word that something lies at another address."""
    return Page(body=b"", status=status, headers=(("Location", url),))
