"""A fetched page or PDF to what it says: title, body, dates, language versions, attachments, and what was cut and why.

The registry's selectors come first, then what is known of publishing systems, then the page's own shape.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import unquote, urlsplit

from lxml import etree

from sources import link_headers, phrases
from sources.addresses import normalise
from sources.blocks import Block, blocks_of, paragraphs
from sources.boilerplate import trim
from sources.dating import Dates, Spots, dates_of, spots_of, with_moment
from sources.documents import NO_DATE, read_pdf
from sources.fragments import own_text
from sources.hydration import Carried, carried
from sources.images import images_of
from sources.markup import parsed, text_in
from sources.metadata import Head, base_of, head_of
from sources.place import Place, article_place, lines_outside, pruned
from sources.plain import summary_of, text_of
from sources.platforms import lead_in
from sources.refusals import refusal
from sources.switcher import choosers
from sources.titles import cleaned_title, find_heading, site_names_in, undoubled
from sources.trimming import FILE, Setting, Trimming, folded
from stories.model import Alternate, Attachment, Item, Reading, Select
from stories.visit import Fetched

_NO_SELECTORS = Select()
NO_TEXT = "no article text"
_PAGES = ("html", "xml", "text/plain")
_NOT_PAGES = (
    "image/",
    "audio/",
    "video/",
    "font/",
    "application/zip",
    "application/vnd.",
    "application/msword",
    "json",
)
_LEAST_PLAIN = 80  # characters of a page found by its shape alone
_LEAST_PLACED = 20  # … and of one found by a selector, a heading or a known system
_LEAST_DECLARED = 100  # … and of one that its page declares for machines
_POSTAL = re.compile(r"\b\d{5}\s+[A-ZÅÄÖ]")
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ics": "text/calendar",
    "csv": "text/csv",
    "zip": "application/zip",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
}


def read_page(fetched: Fetched, *, select: Select = _NO_SELECTORS, item: Item | None = None) -> Reading:
    """What a fetched page or PDF says; never raises: `failure` tells why there is no text.

    `select` is the source's selectors, `item` what the listing said: its words help to find the heading, its date
    wins over a guessed one, and its own content stands in for a page without any.
    """
    media_type = (fetched.header("content-type") or "").lower()
    if fetched.status >= 400:
        return Reading(title="", body="", failure=f"the server answered {fetched.status}")
    try:
        if "pdf" in media_type or fetched.body[:1024].lstrip().startswith(b"%PDF"):
            reading = _dated_by_listing(_come(read_pdf(fetched.body, fetched.final_url or fetched.url), fetched), item)
        elif any(part in media_type for part in _NOT_PAGES):
            reading = Reading(title="", body="", failure=f"not a page but {media_type.split(';')[0]}")
        else:
            reading = _read_html(fetched, select, item)
    except (etree.LxmlError, ValueError, RecursionError, OverflowError) as error:
        reading = Reading(title="", body="", failure=f"unreadable page: {type(error).__name__}")
    return _with_listing(reading, item)


def _come(reading: Reading, fetched: Fetched) -> Reading:
    """A document without a day that lies ahead: it is one of what the document tells about."""
    if reading.published_at is None or reading.published_at <= fetched.fetched_at + timedelta(days=2):
        return reading
    kept = tuple(line for line in reading.kept if not line.startswith("date:"))
    return replace(reading, published_at=None, precision="none", kept=(*kept, f"date: {NO_DATE} but one ahead"))


def _dated_by_listing(reading: Reading, item: Item | None) -> Reading:
    """A document that prints no date takes the listing's."""
    if item is None or item.published_at is None or reading.published_at is not None:
        return reading
    kept = (*(line for line in reading.kept if NO_DATE not in line), "date: the listing")
    return replace(reading, published_at=item.published_at, precision=item.precision, kept=kept)


def _with_listing(reading: Reading, item: Item | None) -> Reading:
    """A page without text, filled from what its listing carried of it."""
    if item is None or reading.failure is None or not item.content:
        return reading
    body = own_text(item.content, item.url, item.title)
    if len(body) < _LEAST_PLAIN:
        return reading
    kept = (*reading.kept, f"kept: the listing's own text, since the page has {reading.failure}")
    title = reading.title or item.title
    return replace(
        reading, title=title, body=body, summary=reading.summary or summary_of(body), kept=kept, failure=None
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A parsed page before its article is looked for."""

    root: etree._Element
    head: Head
    url: str
    base: str
    alternates: tuple[Alternate, ...]
    notes: tuple[str, ...]
    spots: Spots
    dated: tuple[str, ...]  # publication lines that named themselves such
    below: tuple[str, ...]  # short lines of parts that were cut by name: "Muokattu viimeksi" stands in footers


def _read_html(fetched: Fetched, select: Select, item: Item | None) -> Reading:
    root, notes = parsed(fetched)
    if root is None:
        return Reading(title=item.title if item else "", body="", failure="an empty page", cut=notes)
    page = _opened(root, fetched, select, notes)
    place = article_place(page.root, select, item.title if item else page.head.headline)
    told = tuple(title for title in (item.title if item else "", page.head.headline) if title)
    heading = _heading(place.blocks, page, told)
    names = _site_names(page, heading)
    title = _title(heading, told, names, page)
    setting = Setting(url=page.url, title=title, site_names=names, dated=page.dated, protected=_protected(item))
    setting = replace(setting, now=fetched.fetched_at, listed=item.published_at if item else None)
    trimming = trim(place.blocks, setting, heading if any(block is heading for block in place.blocks) else None)
    dated = (*page.dated, *trimming.dated)
    below = (*page.below, *lines_outside(page.root, place))
    dates = dates_of(page.head, page.spots, dated, below, item=item, now=fetched.fetched_at)
    return _reading(page, place, heading, trimming, dates, item)


def _opened(root: etree._Element, fetched: Fetched, select: Select, notes: tuple[str, ...]) -> _Page:
    url = fetched.final_url or fetched.url
    head = head_of(root, url)
    base = base_of(root, url)
    versions, chooser_elements = choosers(root, base, url)
    spots = spots_of(root)
    cuts, dated, below = pruned(root, select, chooser_elements)
    alternates = _unique((*head.alternates, *link_headers.versions(fetched), *versions), head.canonical_url)
    return _Page(root, head, url, base, alternates, (*notes, *cuts), spots, dated, below)


def _unique(alternates: Sequence[Alternate], own: str | None) -> tuple[Alternate, ...]:
    """Each address once, the page itself left out; what is declared comes before what is linked."""
    found: dict[str, Alternate] = {}
    for alternate in alternates:
        if alternate.url != own:
            found.setdefault(alternate.url, alternate)
    return tuple(found.values())


def _heading(blocks: Sequence[Block], page: _Page, told: Sequence[str]) -> Block | None:
    """The heading inside the article's place, else the one that stands above it on the page."""
    inside = find_heading(blocks, told, page.head.title, page.url)
    if inside is not None and inside.kind in {"h1", "h2"}:
        return inside
    anywhere = find_heading(blocks_of(page.root), told, page.head.title, page.url)
    return anywhere if anywhere is not None and anywhere.kind == "h1" else inside


def _site_names(page: _Page, heading: Block | None) -> tuple[str, ...]:
    found = site_names_in(page.head.title, heading.text if heading else page.head.headline, page.url)
    return tuple(name for name in (page.head.site_name, *found) if name)


def _title(heading: Block | None, told: Sequence[str], names: tuple[str, ...], page: _Page) -> str:
    said = undoubled(" ".join(heading.text.split())) if heading is not None else ""
    if said and not phrases.NO_TITLE.fullmatch(said):
        return said
    cleaned = (cleaned_title(title, names, page.url) for title in (*told, page.head.title))
    return next((title for title in cleaned if title), "")


def _protected(item: Item | None) -> frozenset[str]:
    if item is None or not item.content:
        return frozenset()
    lines = own_text(item.content, item.url, item.title).split("\n")
    return frozenset(folded(line) for line in lines if len(line) > 60)


def _reading(
    page: _Page, place: Place, heading: Block | None, trimming: Trimming, dates: Dates, item: Item | None
) -> Reading:
    title = trimming.setting.title
    body = paragraphs(trimming.blocks)
    declared, carrier = page.head.article_body, "the text that the page declares for machines (JSON-LD)"
    kept = [f"kept: {len(trimming.blocks)} paragraphs of {place.reason}", *(f"date: {line}" for line in dates.evidence)]
    is_text = _is_text(trimming.blocks, is_sure=place.is_sure or heading is not None)
    if not is_text and len(declared) <= _LEAST_DECLARED and (own := _carried(page)) is not None:
        declared, carrier = own.text, "the text that the page carries for its scripts"
        title, dates = own.title or title, with_moment(dates, own.published)
    if not is_text and len(declared) > _LEAST_DECLARED:
        body, kept = text_of(declared, page.base), [f"kept: {carrier}"]
    failure = None if body and (is_text or len(declared) > _LEAST_DECLARED) else NO_TEXT
    if failure is None and is_text:
        failure = refusal(title, trimming.blocks, page.root)
    return Reading(
        title=title,
        body="" if failure else body,
        summary="" if failure else _summary(page, place, body, title, item),
        published_at=dates.published.at if dates.published and not failure else None,
        precision=dates.published.precision if dates.published and not failure else "none",
        modified_at=dates.modified.at if dates.modified else None,
        language=page.head.language,
        canonical_url=page.head.canonical_url,
        release=dates.release,
        alternates=page.alternates,
        attachments=() if failure else _attachments(trimming.blocks, page.base),
        images=() if failure else images_of(place, trimming.blocks, heading, page.base),
        authors=page.head.authors,
        categories=tuple(dict.fromkeys(tag for tag in (*page.head.categories, *trimming.tags) if 1 < len(tag) < 60)),
        kept=tuple(kept),
        cut=(*page.notes, *trimming.cuts),
        failure=failure,
    )


def _carried(page: _Page) -> Carried | None:
    return carried(page.root, page.url, (page.head.headline, page.head.title))


def _is_text(blocks: Sequence[Block], *, is_sure: bool) -> bool:
    """Whether the blocks say anything: enough characters outside links, in a sentence, a list or a table."""
    plain = sum(len(block.text) - block.linked for block in blocks if not block.is_heading)
    linked = sum(block.linked for block in blocks)
    files = sum(1 for block in blocks for link in block.links if FILE.search(link.get("href") or ""))
    if plain < (_LEAST_PLACED if is_sure else _LEAST_PLAIN):
        return files > 0 and linked + plain > _LEAST_PLACED
    if not is_sure and not any(_is_prose(block) for block in blocks):
        return sum(1 for block in blocks if block.kind in {"li", "row"} and block.link_share < 0.5) > 3
    if not any(_is_prose(block) for block in blocks) and sum(block.link_share > 0.5 for block in blocks) * 2 > len(
        blocks
    ):
        return files * 2 > len(blocks)  # a list of headlines, unless it is one of documents
    return plain * 4 > linked or files * 2 > len(blocks)


def _is_prose(block: Block) -> bool:
    """A sentence, and not an office's address: pages that hold nothing else are all alike."""
    is_address = _POSTAL.search(block.text) is not None and len(block.text) < 300
    return len(block.text) - block.linked > 40 and block.text.rstrip()[-1] in '.!?…”")' and not is_address


def _summary(page: _Page, place: Place, body: str, title: str, item: Item | None) -> str:
    marked = lead_in(place.element)
    lead = text_in(marked) if marked is not None else ""
    if 20 < len(lead) < 800 and folded(lead) != folded(title):
        return lead
    told = page.head.description
    if _is_of_text(told, body, title):
        return told
    return (item.summary if item else "") or summary_of(body)


def _is_of_text(description: str, body: str, title: str) -> bool:
    """Whether a description tells of this article: sites give all their pages one and the same, too."""
    words = {word for word in folded(description).split() if len(word) > 3}
    return len(words) > 4 and len(words & set(folded(f"{title} {body}").split())) > 0.6 * len(words)


def _attachments(blocks: Sequence[Block], base: str) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    for link in (link for block in blocks for link in block.links):
        href = link.get("href") or ""
        file = FILE.search(urlsplit(href).path if "//" not in href[:9] or href.count("[") == 0 else "")
        url = normalise(href, base) if file or "pdf" in (link.get("type") or "") else None
        if url:
            title = text_in(link) or unquote(urlsplit(url).path.rsplit("/", 1)[-1])
            extension = file[0].strip("./?#").lower() if file else "pdf"
            found.setdefault(url, Attachment(url=url, title=title[:300], media_type=_MEDIA_TYPES.get(extension, "")))
    return tuple(found.values())[:100]
