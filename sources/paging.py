"""The further pages of a listing: where the next one is, by what the page, the feed or the API says of it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bs4 import BeautifulSoup, Tag

from sources.addresses import host_of, normalise
from sources.markup import decoded
from sources.wordpress import PER_PAGE
from stories.model import SourceKind
from stories.visit import Fetched

_MAX_PAGE = 3_000_000
_MAX_LINKS = 3_000
_NEXT_LINK = re.compile(rb"<(?:[a-z]{1,9}:)?link\b[^>]{0,500}\brel\s*=\s*[\"']next[\"'][^>]{0,500}>", re.IGNORECASE)
_HREF = re.compile(rb"\bhref\s*=\s*[\"']([^\"']{1,2000})[\"']", re.IGNORECASE)
_WORDPRESS = re.compile(rb"<generator\b[^>]{0,200}>\s*https?://wordpress\.(?:org|com)/", re.IGNORECASE)
# What the link to the next page says, whole: "Seuraava kuukausi" leads elsewhere.
_NEXT = re.compile(
    r"(?:seuraavat?(?: sivu)?|nästa(?: sida)?|next(?: page)?|čuovvovaš|vanhemmat(?: \w{4,14})?|äldre(?: \w{4,14})?"
    r"|older(?: \w{4,14})?|(?:näytä|lataa) lisää|visa fler|show more|load more)|[›»→>]{1,2}",
    re.IGNORECASE,
)
_PAGER = re.compile(r"pag(?:e|er|ing|ination)|sivutus|sivunumero|sidnumr|numbers?", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:^|[?&/_-])(?:page|paged|p|pg|sivu|sida|sidan|start|offset|cur|[\w.%-]*_(?:page|cur))(?:[=/-])\d{1,5}(?=$|[&/.?#])",
    re.IGNORECASE,
)


def next_page(answer: Fetched, kind: SourceKind, number: int) -> str | None:
    """Where page `number` + 1 of a listing is, `answer` being page `number`, from 1; None when it tells of none."""
    if kind == "listing":
        found = _of_list(answer, number)
    elif kind == "wordpress" and answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[":
        found = _of_posts(answer, number)
    else:
        found = _of_feed(answer, number)
    url = normalise(found, answer.final_url) if found else None
    is_elsewhere = url is None or host_of(url) != host_of(answer.final_url) or url == answer.final_url
    return None if is_elsewhere else url


def _of_posts(answer: Fetched, number: int) -> str | None:
    """By X-WP-TotalPages; where a proxy has dropped it, a full page promises another."""
    total = (answer.header("X-WP-TotalPages") or "").strip()
    has_more = number < int(total[:6]) if total.isascii() and total.isdigit() else _posts(answer.body) >= PER_PAGE
    return _with_query(answer.final_url, "page", number + 1) if has_more else None


def _posts(body: bytes) -> int:
    try:
        told = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return 0
    return len(told) if isinstance(told, list) else 0


def _of_feed(answer: Fetched, number: int) -> str | None:
    """Atom's rel="next" (RFC 5005), JSON Feed's next_url, and WordPress's `paged`."""
    head = answer.body[:20_000]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _next_url(answer.body)
    link = _NEXT_LINK.search(head)
    href = _HREF.search(link[0]) if link else None
    if href:
        return href[1].decode("utf-8", "replace").replace("&amp;", "&")
    return _with_query(answer.final_url, "paged", number + 1) if _WORDPRESS.search(head) else None


def _next_url(body: bytes) -> str | None:
    try:
        told = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None
    url = told.get("next_url") if isinstance(told, dict) else None
    return url if isinstance(url, str) else None


def _with_query(url: str, name: str, value: int) -> str:
    parts = urlsplit(url)
    kept = [(key, told) for key, told in parse_qsl(parts.query, True) if key != name]
    return urlunsplit(parts._replace(query=urlencode([*kept, (name, str(value))], safe=",")))


def _of_list(answer: Fetched, number: int) -> str | None:
    text, _ = decoded(answer.body[:_MAX_PAGE], answer.header("Content-Type") or "")
    soup = BeautifulSoup(text, "lxml")
    return next(_next_links(soup, answer.final_url, number), None)


def _next_links(soup: BeautifulSoup, here: str, number: int) -> Iterator[str]:
    """Links to the next page, surest first: said by rel, said in words, the next number of a pager."""
    links = [link for link in soup.find_all(["link", "a"], href=True, limit=_MAX_LINKS) if isinstance(link, Tag)]
    for link in links:
        if "next" in (link.get("rel") or ()) and _leads_on(link, here):
            yield str(link["href"])
    anchors = [link for link in links if link.name == "a" and _leads_on(link, here)]
    for link in anchors:
        if any(_NEXT.fullmatch(said) for said in _said(link)) and (_is_numbered(link) or _in_pager(link)):
            yield str(link["href"])
    for link in anchors:
        if " ".join(link.get_text(" ").split()) == str(number + 1) and (_is_numbered(link) or _in_pager(link)):
            yield str(link["href"])


def _leads_on(link: Tag, here: str) -> bool:
    url = normalise(str(link["href"]), here)
    return url is not None and url != normalise(here) and host_of(url) == host_of(here)


def _said(link: Tag) -> Iterator[str]:
    for text in (link.get_text(" "), str(link.get("aria-label") or ""), str(link.get("title") or "")):
        folded = " ".join(text.split())
        if 0 < len(folded) <= 40:
            yield folded
            yield folded.strip(" ›»→>.…")


def _is_numbered(link: Tag) -> bool:
    """Whether an address has the number of a page in it."""
    parts = urlsplit(str(link["href"]))
    return bool(_NUMBERED.search(f"{parts.path}?{parts.query}"))


def _in_pager(link: Tag) -> bool:
    for tag in [link, *list(link.parents)[:5]]:
        marks = " ".join(str(tag.get(name) or "") for name in ("class", "id", "aria-label"))
        if tag.name not in ("body", "html") and _PAGER.search(marks):
            return True
    return False
