"""Which addresses a letter may link to: a publisher's link is as hostile as its text."""

from __future__ import annotations

import re
from unicodedata import category
from urllib.parse import quote, urlsplit

_LONGEST = 2000
_ENDING = re.compile(r"""[\s"'<>()\\`{}|^]""")


def web_address(url: str) -> str | None:
    """The address, safe in any attribute or Markdown link, or None when it is not a plain web address.

    >>> web_address("https://www.example.fi/uutinen?id=1")
    'https://www.example.fi/uutinen?id=1'
    >>> web_address("javascript:alert(1)") is web_address("https://tunnus:sana@example.fi/") is None
    True
    """
    url = url.strip()
    if len(url) > _LONGEST or (not url.isprintable() and any(category(character)[0] == "C" for character in url)):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises on a port that is no number
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or "\\" in parts.netloc:
        return None
    # Letters stay as they are (IRIs are readable); only what could end an attribute or a link is encoded.
    return _ENDING.sub(lambda match: quote(match[0]), url)


def site_of(url: str) -> str:
    """The name of the site that a safe address leads to.

    >>> site_of("https://www.soste.fi/uutiset/")
    'soste.fi'
    """
    return (urlsplit(url).hostname or "").removeprefix("www.")
