"""Sitemaps as items: urlset and index, gzip, Google News and xhtml:link alternates (sitemaps.org 0.9)."""

from __future__ import annotations

import gzip
import io
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from sources.addresses import normalise
from sources.items import Listed, one_line, tidy
from sources.metadata import language_code
from stories.dates import read_moment
from stories.model import Alternate, Item, Source
from stories.visit import Part

_GZIP = b"\x1f\x8b"
_MAX_XML = 50_000_000
_MOST_PARTS = 1_000
_NEWS_PATH = re.compile(
    r"/(?:-|[^/]*(?:uuti|ajankohtai|tiedot|blog|news|aktuell|nyhet|meddeland|press|artik|article|odda|ođđ)[^/]*|20\d\d)/.",
    re.IGNORECASE,
)
_XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """A sitemap file: the items of a urlset, or the further sitemaps of an index with their dates, newest first.

    `is_news`: some of its entries say that they are news, or lie where sites keep theirs; the others were left out.
    """

    listed: Listed
    parts: tuple[Part, ...] = ()
    is_news: bool = False

    @property
    def children(self) -> tuple[str, ...]:
        """The addresses of an index's sitemaps, newest first."""
        return tuple(part.url for part in self.parts)


def read_sitemap(body: bytes, *, url: str, source: Source) -> Sitemap:
    """A sitemap from its bytes (also gzip); items come newest first, since a sitemap holds a site's whole history."""
    root = _root(_unzipped(body))
    if root is None or etree.QName(root).localname not in ("urlset", "sitemapindex"):
        return Sitemap(listed=Listed(failure="not a sitemap: neither <urlset> nor <sitemapindex>"))
    if etree.QName(root).localname == "sitemapindex":
        return Sitemap(listed=Listed(), parts=_parts(root, url))
    entries = sorted(root.iterfind("{*}url"), key=_lastmod, reverse=True)
    news = [entry for entry in entries if _is_news(entry)]
    listed = Listed(items=tidy((_item(entry, source) for entry in news or entries), url))
    return Sitemap(listed=listed, is_news=bool(news))


def _parts(index: etree._Element, base: str) -> tuple[Part, ...]:
    found: dict[str, Part] = {}
    for child in sorted(index.iterfind("{*}sitemap"), key=_lastmod, reverse=True):
        url = normalise(_text(child, "{*}loc"), base) if _text(child, "{*}loc") else None
        if url and url != base:
            found.setdefault(url, Part(url=url, told=_lastmod(child)[:100]))
        if len(found) >= _MOST_PARTS:
            break
    return tuple(found.values())


def _unzipped(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    try:
        with gzip.open(io.BytesIO(body)) as stream:
            return stream.read(_MAX_XML)
    except (OSError, EOFError):
        return b""


def _root(body: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _is_news(entry: etree._Element) -> bool:
    """Whether the entry says news, or its address lies where sites keep theirs: the rest of a site is not news."""
    return entry.find("{*}news") is not None or bool(_NEWS_PATH.search(urlsplit(_text(entry, "{*}loc")).path))


def _item(entry: etree._Element, source: Source) -> Item:
    news = entry.find("{*}news")
    published = read_moment(_text(news, "{*}publication_date")) if news is not None else None
    modified = read_moment(_lastmod(entry))
    return Item(
        source=source.name,
        url=_text(entry, "{*}loc"),
        title=one_line(_text(news, "{*}title")) if news is not None else "",
        published_at=published.at if published else None,
        precision=published.precision if published else "none",
        modified_at=modified.at if modified else None,
        language=(_text(news, "{*}publication/{*}language") if news is not None else "") or source.language,
        alternates=tuple(
            Alternate(language=language, url=str(link.get("href")), origin="hreflang")
            for link in entry.iterfind(_XHTML_LINK)
            if link.get("href") and (language := language_code(link.get("hreflang")))
        ),
    )


def _text(element: etree._Element | None, path: str) -> str:
    return (element.findtext(path) or "").strip() if element is not None else ""


def _lastmod(entry: etree._Element) -> str:
    return _text(entry, "{*}lastmod")
