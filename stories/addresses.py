"""Addresses compared as keys: the same page under two spellings, the same text under two language paths."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

LANGUAGE_WORDS: Final = frozenset(
    {"fi", "sv", "en", "se", "fi-fi", "sv-fi", "sv-se", "en-us", "en-gb", "se-fi", "suomi", "svenska", "english"}
)
_LANGUAGE_PARAMETERS: Final = frozenset({"lang", "language", "languageid", "lng", "locale", "kieli", "sprak", "l"})
_TRACKING: Final = re.compile(r"(?:utm_\w{1,30}|fbclid|gclid|mc_[ce]id|_ga|ref)\Z", re.IGNORECASE)
_LONGEST: Final = 2_000


@lru_cache(maxsize=100_000)
def page_key(url: str) -> str:
    """The page an address leads to, without scheme, www, tracking, fragment or last slash; "" when it is no address.

    >>> page_key("https://www.Example.fi/uutiset/A%C3%A4ni/?utm_source=x#top")
    'example.fi/uutiset/Aäni'
    """
    parts = _split(url)
    if parts is None:
        return ""
    host, path, query = parts
    kept = "&".join(f"{k}={v}" for k, v in sorted(query) if not _TRACKING.match(k))
    return f"{host}{path}?{kept}" if kept else f"{host}{path}"


@lru_cache(maxsize=100_000)
def text_key(url: str) -> str:
    """What stays of an address when its marks of language are taken out; "" when too little stays to mean one text.

    >>> text_key("https://a.fi/sv/-/ny-lag-12345") == text_key("https://a.fi/-/ny-lag-12345")
    True
    >>> text_key("https://a.fi/sv/")
    ''
    """
    parts = _split(url)
    if parts is None:
        return ""
    host, path, query = parts
    segments = [s for s in path.split("/") if s and s.lower() not in LANGUAGE_WORDS]
    kept = sorted((k, v) for k, v in query if k.lower() not in _LANGUAGE_PARAMETERS and not _TRACKING.match(k))
    last = segments[-1] if segments else ""
    if not (_means_one_text(last) or any(v.isdigit() and len(v) >= 3 for _, v in kept)):
        return ""
    return "/".join([host, *segments]) + "".join(f"&{k}={v}" for k, v in kept)


@lru_cache(maxsize=100_000)
def slug(url: str) -> str:
    """The last word of an address when it is long enough to name one text, else "".

    >>> slug("https://a.fi/fi/ajankohtaista/uusi-laki-astuu-voimaan")
    'uusi-laki-astuu-voimaan'
    """
    parts = _split(url)
    last = parts[1].rsplit("/", 1)[-1] if parts else ""
    return last.lower() if _means_one_text(last) else ""


def _means_one_text(segment: str) -> bool:
    return sum(c.isdigit() for c in segment) >= 4 or (len(segment) >= 10 and segment.count("-") >= 1)


@lru_cache(maxsize=100_000)
def _split(url: str) -> tuple[str, str, list[tuple[str, str]]] | None:
    try:
        parts = urlsplit(url[:_LONGEST].strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
        query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return None
    return (host + port, unquote(parts.path).rstrip("/"), query) if host else None
