"""OPML 2.0 in and out: lists of feeds that any feed reader understands, and that read back as the same registry.

Our own attributes (ids, kinds, regions, names) stand in a namespace of their own, as OPML 2.0 asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from itertools import islice

from lxml import etree

from sources import sttinfo, wordpress
from sources.addresses import normalise
from sources.markup import decoded
from stories.model import Organisation, Source

NAMESPACE = "urn:kooste:registry"
LARGEST = 10_000_000  # bytes
_MOST_OUTLINES = 5_000
_DEEPEST = 20
_OURS = f"{{{NAMESPACE}}}"
_LONGEST = 300


class OpmlError(ValueError):
    """A file that is no OPML: one line saying why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list: where it is, what it is called, and the group it stands in.

    `ours` and `group_ours` are the attributes in our namespace, of a list that Kooste wrote.
    """

    url: str
    title: str
    website: str | None = None
    language: str | None = None
    group: str | None = None
    group_website: str | None = None
    ours: tuple[tuple[str, str], ...] = ()
    group_ours: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    title: str | None = None
    website: str | None = None
    ours: tuple[tuple[str, str], ...] = ()


def read_opml(body: bytes) -> tuple[Outline, ...]:
    """The feeds of an OPML file, in order; raises OpmlError for what is none, is too large or declares entities."""
    if len(body) > LARGEST:
        raise OpmlError(f"larger than {LARGEST // 1_000_000} MB")
    text, _ = decoded(body)
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise OpmlError("declares a document type or entities, which OPML has none of")
    root = _root(text)
    found = root.find("body") if root is not None and root.tag == "opml" else None
    if found is None:
        raise OpmlError("not OPML: no <opml> with a <body>")
    return tuple(islice(_outlines(found, _Group(), 0), _MOST_OUTLINES))


def _root(text: str) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    # The text is UTF-8 now, whatever its declaration said.
    clean = text.lstrip("\ufeff \t\r\n")
    clean = clean.partition("?>")[2] if clean.startswith("<?xml") else clean
    try:
        return etree.fromstring(clean.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _outlines(parent: etree._Element, group: _Group, depth: int) -> Iterator[Outline]:
    for element in parent.iterchildren("outline"):
        url = normalise(_told(element, "xmlUrl", "xmlurl"))
        title = _told(element, "text") or _told(element, "title")
        website = normalise(_told(element, "htmlUrl", "htmlurl"))
        if url:
            yield Outline(
                url=url,
                title=title,
                website=website,
                language=_told(element, "language") or None,
                group=group.title,
                group_website=group.website,
                ours=_own(element),
                group_ours=group.ours,
            )
        if depth < _DEEPEST:
            inner = group if url else _Group(title=title or None, website=website, ours=_own(element))
            yield from _outlines(element, inner, depth + 1)


def _told(element: etree._Element, *names: str) -> str:
    text = next((value for name in names if (value := element.get(name))), "")
    return " ".join(str(text)[: 4 * _LONGEST].split())


def _own(element: etree._Element) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(name).removeprefix(_OURS), str(value)[: 4 * _LONGEST])
        for name, value in element.attrib.items()
        if str(name).startswith(_OURS)
    )


def feed_of(source: Source) -> str | None:
    """Where a feed reader would read a source; None for lists, sitemaps and pages, which only Kooste reads."""
    if source.kind == "feed":
        return source.url
    if source.kind == "wordpress":
        return wordpress.feed_address(source.url)
    return sttinfo.feed_address(source.url) if source.kind == "sttinfo" else None


def write_opml(organisations: Iterable[Organisation], *, now: datetime) -> bytes:
    """The feeds of a registry as OPML 2.0, one group an organisation."""
    root = etree.Element("opml", version="2.0", nsmap={"kooste": NAMESPACE})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Kooste"
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    etree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = etree.SubElement(root, "body")
    for organisation in organisations:
        readable = [(source, feed) for source in organisation.sources if (feed := feed_of(source))]
        if readable:
            _write_group(body, organisation, readable)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _write_group(body: etree._Element, organisation: Organisation, sources: Sequence[tuple[Source, str]]) -> None:
    shown = organisation.name.get("fi") or next(iter(organisation.name.values()))
    names = {f"name-{language}": name for language, name in organisation.name.items()}
    group = _outline(body, {"text": shown, "htmlUrl": organisation.website})
    told = {"id": organisation.id, "kind": organisation.kind, "region": organisation.region, **names}
    _mark(group, told | ({"aliases": "|".join(organisation.aliases)} if organisation.aliases else {}))
    for source, feed in sources:
        short = source.name.partition("/")[2]
        told = {"type": "rss", "text": f"{shown}: {short}", "xmlUrl": feed, "htmlUrl": organisation.website}
        line = _outline(group, told | ({"language": source.language} if source.language else {}))
        _mark(line, {"id": short, "kind": source.kind, "url": source.url})
        _mark(line, {} if source.enabled else {"enabled": "false"})
        _mark(line, {"author": source.select.author} if source.select.author else {})


def _outline(parent: etree._Element, told: dict[str, str]) -> etree._Element:
    return etree.SubElement(parent, "outline", {name: value for name, value in told.items() if value})


def _mark(element: etree._Element, told: dict[str, str]) -> None:
    for name, value in told.items():
        element.set(f"{_OURS}{name}", value)
