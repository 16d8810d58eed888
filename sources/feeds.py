"""RSS, RDF, Atom and JSON Feed as items; ill-formed feeds keep what can be kept."""

from __future__ import annotations

import io
import json
import re
from calendar import timegm
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import etree

from sources import authors
from sources.increment import Blocks, blocks
from sources.items import MAX_ITEMS, Listed, address, block_print, one_line, paragraphs, tidied, tidy
from sources.metadata import language_code
from sources.sealing import Sealed, sealed
from stories.dates import Moment, read_moment
from stories.model import Alternate, Item, Source
from stories.visit import Known

# A description longer than this is the text itself, not a teaser.
_WHOLE_TEXT = 700


_UNKNOWN: Mapping[str, Known] = {}


def read_feed(
    body: bytes, *, url: str, source: Source, content_type: str = "", known: Mapping[str, Known] = _UNKNOWN
) -> Listed:
    """The items of a feed's bytes; `url` is where it was read, against which relative addresses are resolved.

    Entries whose bytes are `known` (by address) come back as `unchanged`, unparsed; without it all are items.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _read_json_feed(body, url, source)
    document = body.lstrip(b" \t\r\n")
    feed = _Feed(source=source, url=url, content_type=content_type)
    apart = blocks(document, url=url, content_type=content_type)
    return (_increment(feed, apart, known) if apart else None) or _whole(feed, document)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """Where a document comes from."""

    source: Source
    url: str
    content_type: str


def _increment(feed: _Feed, apart: Blocks, known: Mapping[str, Known]) -> Listed | None:
    """What is new or changed, parsed, beside what is not; None when the entries found are not those that lie there."""
    before = {block_print(one.fingerprint): one for one in known.values()}
    before.pop("", None)
    fresh = [number for number, block in enumerate(apart.prints) if block not in before]
    if not apart.prints:
        return None
    rest = sealed(apart.only(set(fresh)), apart.charset)
    parsed = _parsed(feed, rest.document) if fresh else None
    if parsed and len(parsed.entries) != len(fresh):
        return None
    items = iter(_items(feed, parsed, rest) if parsed else ())
    slots = [(block, before[block] if block in before else next(items)) for block in apart.prints]
    return _listed(slots, feed.url)


def _listed(slots: Iterable[tuple[str, Item | Known | None]], base: str) -> Listed:
    """The listing in the document's own order: of two entries under one address the first counts, parsed or not."""
    found: dict[str, Item | Known] = {}
    blocks_of: dict[str, str] = {}
    for block, slot in slots:
        url = slot.url if isinstance(slot, Known) else address(slot, base) if slot else None
        if slot is None or url is None or url in found:
            continue
        found[url] = slot if isinstance(slot, Known) else tidied(slot, url, base)
        blocks_of[url] = block
        if len(found) >= MAX_ITEMS:
            break
    items = tuple(one for one in found.values() if isinstance(one, Item))
    return Listed(
        items=items,
        unchanged=tuple(one for one in found.values() if isinstance(one, Known)),
        blocks={item.url: blocks_of[item.url] for item in items},
    )


def _whole(feed: _Feed, document: bytes) -> Listed:
    parsed = _parsed(feed, document)
    if not parsed.get("version") and not parsed.entries:
        return Listed(failure="not a feed: neither RSS, Atom nor JSON Feed")
    items = (item for item in _items(feed, parsed, Sealed(document, {})) if item)
    return Listed(items=tidy(items, feed.url), notes=("ill-formed XML",) if parsed.bozo else ())


def _parsed(feed: _Feed, document: bytes) -> Any:
    return feedparser.parse(
        io.BytesIO(document),
        response_headers={"content-type": feed.content_type, "content-location": feed.url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _items(feed: _Feed, parsed: Any, document: Sealed) -> Iterator[Item | None]:
    """An item for every entry; None for one that is not wanted."""
    source, language = feed.source, parsed.feed.get("language")
    swallowed = _swallowed_descriptions(document.document) if any(map(_lacks_description, parsed.entries)) else []
    lost = swallowed if len(swallowed) == len(parsed.entries) else [""] * len(parsed.entries)
    for entry, description in zip(parsed.entries, lost, strict=True):
        texts = _texts(entry, description, document)
        yield _item(entry, source, language, texts, feed.url) if _is_wanted(entry, source) else None


def _texts(entry: Mapping[str, Any], swallowed: str, document: Sealed) -> tuple[str, str]:
    """An entry's description and the longest of its contents."""
    contents = (document.open(part.get("value") or "") for part in entry.get("content", ()))
    return document.open(_unwrapped(entry.get("summary") or swallowed)), max(contents, key=len, default="")


def _is_wanted(entry: Mapping[str, Any], source: Source) -> bool:
    wanted = source.select.author
    return wanted is None or wanted.casefold() in str(entry.get("author") or "").casefold()


def _item(entry: Mapping[str, Any], source: Source, language: str | None, texts: tuple[str, str], url: str) -> Item:
    description, content = texts
    summary = paragraphs(description, url)
    published = _moment(entry, "published") or _moment(entry, "created")
    modified = _moment(entry, "updated")
    first = published or modified
    # What the entry says of itself (xml:lang, inherited from the feed where it says nothing) goes before the registry.
    spoken = (entry.get("title_detail") or {}).get("language") or language or source.language
    link = _link(entry, spoken)
    return Item(
        source=source.name,
        url=link,
        title=one_line(entry.get("title")),
        summary="" if len(summary) > _WHOLE_TEXT and not content else summary,
        content=content or (description if len(summary) > _WHOLE_TEXT else ""),
        published_at=first.at if first else None,
        precision=first.precision if first else "none",
        modified_at=modified.at if modified else None,
        language=_own_language(entry, link) or spoken,
        guid=entry.get("id"),
        authors=authors.of_entry(entry),
        categories=tuple(one_line(tag.get("term")) for tag in entry.get("tags", ()) if tag.get("term"))[:20],
        alternates=tuple(_alternates(entry)),
    )


def _link(entry: Mapping[str, Any], language: str | None) -> str:
    """The entry's page: the link that is not another language's, else a GUID that is an address."""
    links = [link for link in entry.get("links", ()) if link.get("href") and link.get("rel") == "alternate"]
    spoken = (language or "")[:2].lower()
    own = sorted(
        links, key=lambda link: (bool(link.get("hreflang")), (link.get("hreflang") or "")[:2].lower() != spoken)
    )
    guid = str(entry.get("id") or "")
    return str(own[0]["href"] if own else entry.get("link") or (guid if re.match(r"https?://", guid) else ""))


def _own_language(entry: Mapping[str, Any], url: str) -> str | None:
    """The language that the entry itself declares, by its link's hreflang or by xml:lang."""
    for link in entry.get("links", ()):
        if link.get("href") == url and link.get("hreflang"):
            return str(link["hreflang"])
    return entry.get("dc_language") or entry.get("language") or (entry.get("title_detail") or {}).get("language")


def _alternates(entry: Mapping[str, Any]) -> Iterator[Alternate]:
    for link in entry.get("links", ()):
        language = language_code(link.get("hreflang"))
        if language and link.get("href") and link.get("rel") == "alternate":
            yield Alternate(language=language, url=link["href"], origin="feed")


def _moment(entry: Mapping[str, Any], name: str) -> Moment | None:
    """An instant as the feed wrote it: our own reader first, since feedparser takes zone-less times for UTC."""
    # Plain look-ups: feedparser's own would hand out `published` for a missing `updated`.
    fields = dict(entry.items())
    written = fields.get(name)
    if not written:
        return None
    own = read_moment(str(written)[:100])
    parsed = fields.get(f"{name}_parsed")
    if own or not parsed:
        return own
    try:
        return Moment(at=datetime.fromtimestamp(timegm(parsed), UTC), precision="second", text=str(written)[:100])
    except (ValueError, OverflowError, OSError):
        return None


def _lacks_description(entry: Mapping[str, Any]) -> bool:
    return not (entry.get("summary") or entry.get("content"))


def _swallowed_descriptions(body: bytes) -> list[str]:
    """Descriptions that feedparser returns empty: `<description>&lt;![CDATA[…]]&gt;`, as in the government's feed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    return [(item.findtext("{*}description") or "")[:500_000] for item in root.iter("{*}item")]


def _unwrapped(description: str) -> str:
    """A description without the CDATA marks that were escaped into it."""
    return description.strip().removeprefix("<![CDATA[").removesuffix("]]>")


def _read_json_feed(body: bytes, url: str, source: Source) -> Listed:
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return Listed(failure="not a feed: starts like JSON, does not parse as JSON")
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return Listed(failure="not a JSON Feed: has no list of items")
    entries = (entry for entry in feed["items"] if isinstance(entry, dict))
    return Listed(items=tidy((_json_item(entry, feed, source, url) for entry in entries), url))


def _json_item(entry: Mapping[str, Any], feed: Mapping[str, Any], source: Source, url: str) -> Item:
    def text(key: str, of: Mapping[str, Any] = entry) -> str:
        return of[key] if isinstance(of.get(key), str) else ""

    published = read_moment(text("date_published"))
    modified = read_moment(text("date_modified"))
    tags = entry.get("tags") if isinstance(entry.get("tags"), list) else []
    first = published or modified
    return Item(
        source=source.name,
        url=text("url") or text("external_url") or text("id"),
        title=text("title"),
        summary=paragraphs(text("summary"), url),
        content=text("content_html") or text("content_text"),
        published_at=first.at if first else None,
        precision=first.precision if first else "none",
        modified_at=modified.at if modified else None,
        language=text("language") or text("language", feed) or source.language,
        guid=str(entry.get("id") or "") or None,
        authors=authors.of_json(entry),
        categories=tuple(one_line(tag) for tag in tags or () if isinstance(tag, str))[:20],
    )
