"""Pictures compared by address: one picture in any size, and which are a site's furniture."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

_LONGEST: Final = 2_000
_FILE: Final = re.compile(r"[^/]{1,200}\.(?:jpe?g|png|webp|gif|avif|svg|tiff?|bmp)", re.IGNORECASE)
_SIZES: Final = re.compile(
    r"(?:[-_](?:\d{2,5}x\d{1,5}|scaled|rotated|e\d{10,14}|(?:thumb(?:nail)?|small|medium|large|full|original|preview)"
    r"|\d{3,4}w|w\d{3,4})|@[23]x)+(?=\.\w{3,5}\Z)",
    re.IGNORECASE,
)
"""What WordPress and its kin put between a file's name and its ending: -1024x683, -scaled, -e1612345678901, @2x."""
_FOLDERS: Final = (
    (re.compile(r"/styles/[\w-]{1,80}/(?:public|private)/"), "/"),  # Drupal
    (re.compile(r"/(?:preview|thumbnail)-\d{1,5}x\d{1,5}/", re.IGNORECASE), "/"),  # Liferay
    (re.compile(r"/image/upload/(?:[a-z]{1,3}_[^/]{1,100}/)+"), "/image/upload/"),  # Cloudinary
    (re.compile(r"(?<=\.)(jpe?g|png|gif)\.(?:webp|avif)\Z", re.IGNORECASE), r"\1"),
)
_PROXY: Final = re.compile(r"i\d\.wp\.com\Z", re.IGNORECASE)
_SIZE_WORD: Final = re.compile(
    r"w|h|width|height|size|resize|fit|crop|quality|q|format|fm|auto|dpr|ver|v|t|itok|ssl|strip|zoom|lossy|mode|anchor"
    r"|rmode|scale|imagethumbnail|imagepreview",
    re.IGNORECASE,
)
_FURNITURE: Final = re.compile(
    r"(?:\A|[^a-zåäö])(?:logo(?:t|s|tyyppi\w{0,4}|typ\w{0,4})?|ikoni?|icons?|favicon|placeholder|paikkakuva|avatar|gravatar|blank|spacer|pixel|dummy"
    r"|no-?image|ei-?kuvaa|ingen-?bild|default|oletus\w{0,6}|standardbild|badge|sprite|emoji|banneri?|somekuva|some|share"
    r"|og-?image|facebook|twitter|instagram|linkedin|youtube|whatsapp|missing|header|footer)(?![a-zåäö])"
    r"|\w{1,20}logo(?![a-zåäö])",
    re.IGNORECASE,
)


@lru_cache(maxsize=100_000)
def picture_key(url: str) -> str:
    """One name for a picture in all its sizes, without what only asks for a size; "" when it is no address.

    >>> picture_key("https://www.a.fi/uploads/2026/10/Talkoot-1024x683.jpg")
    'a.fi/uploads/2026/10/talkoot.jpg'
    >>> picture_key("https://sv.a.fi/uploads/2026/10/talkoot-scaled.jpg?width=800")
    'a.fi/uploads/2026/10/talkoot.jpg'
    >>> picture_key("https://a.fi/image?id=77&width=300")
    'a.fi/image?id=77'
    """
    try:
        parts = urlsplit(url[:_LONGEST].strip())
        host, query = parts.hostname or "", parse_qsl(parts.query, max_num_fields=30)
    except ValueError:
        return ""
    inner = next((value for key, value in query if key in ("url", "src") and "/" in value), "")
    if not host or (inner and _FILE.search(inner) and not _FILE.search(parts.path)):
        return picture_key(inner if "//" in inner else f"{parts.scheme}://{host}{inner}") if host else ""
    path = unquote(parts.path).casefold().rstrip("/")
    if _PROXY.match(host) and "/" in path[1:]:
        host, _, path = path[1:].partition("/")
        path = f"/{path}"
    kept = "" if _FILE.search(path) else "&".join(f"{k}={v}" for k, v in sorted(query) if not _SIZE_WORD.fullmatch(k))
    return f"{_site(host)}{_plain(path)}{f'?{kept}' if kept else ''}"


def is_furniture(key: str) -> bool:
    """Whether a picture's name says that it is a logo, an icon or what stands where a picture is missing.

    >>> is_furniture("a.fi/uploads/stm-logo-fi.png"), is_furniture("a.fi/uploads/talkoot.jpg")
    (True, False)
    """
    files = [part for part in key.partition("?")[0].split("/")[1:] if _FILE.fullmatch(part)]
    return any(_FURNITURE.search(name.rpartition(".")[0]) for name in files)


def _site(host: str) -> str:
    """A host without what stands for a language or a network of servers: a sister site shows the same file."""
    labels = host.lower().strip(".").split(".")
    return host if labels[-1].isdecimal() or len(labels) < 2 else ".".join(labels[-2:])


def _plain(path: str) -> str:
    for pattern, plain in _FOLDERS:
        path = pattern.sub(plain, path)
    return _SIZES.sub("", path)
