"""What the readers of feeds, lists and APIs share: the items they found, tidied and capped."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sources.addresses import normalise
from sources.plain import text_of
from stories.model import Alternate, Item

MAX_ITEMS = 500
_MAX_TITLE, _MAX_SUMMARY, _MAX_CONTENT = 500, 4_000, 500_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>|&#?\w{2,20};")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a listing held: its items in its own order, or `failure`: why it is not a listing at all."""

    items: tuple[Item, ...] = ()
    failure: str | None = None
    notes: tuple[str, ...] = ()


def one_line(text: str | None) -> str:
    """A title or name as one line of plain text: entities and tags resolved, white space folded, capped.

    >>> one_line("J&auml;rjest&ouml;t <b>2027</b>\\n ")
    'Järjestöt 2027'
    """
    if not text:
        return ""
    plain = _CONTROL.sub("", text[: _MAX_TITLE * 8])
    for _ in range(2):  # titles come escaped twice from some platforms
        if not _MARKUP.search(plain):
            break
        plain = html.unescape(re.sub(r"<[a-zA-Z/!][^<>]{0,2000}>", " ", plain))
    return " ".join(plain.split())[:_MAX_TITLE]


def paragraphs(markup: str | None, base: str) -> str:
    """HTML or plain text of a listing as plain text, capped."""
    if not markup:
        return ""
    capped = _CONTROL.sub("", markup[:_MAX_CONTENT])
    return text_of(capped, base) if _MARKUP.search(capped) else capped.strip()


def tidy(items: Iterable[Item], base: str) -> tuple[Item, ...]:
    """Items with absolute addresses and capped fields; those without an address fall out, doubles keep the first."""
    found: dict[str, Item] = {}
    for item in items:
        url = normalise(item.url, base) if item.url.strip() else None
        if url is None or url in found:
            continue
        found[url] = replace(
            item,
            url=url,
            title=one_line(item.title),
            summary=item.summary.strip()[:_MAX_SUMMARY],
            content=_CONTROL.sub("", item.content[:_MAX_CONTENT]),
            alternates=_alternates(item.alternates, url, base),
        )
        if len(found) >= MAX_ITEMS:
            break
    return tuple(found.values())


def _alternates(alternates: Iterable[Alternate], own: str, base: str) -> tuple[Alternate, ...]:
    absolute = ((alternate, normalise(alternate.url, base)) for alternate in alternates)
    return tuple(replace(alternate, url=url) for alternate, url in absolute if url and url != own)


def fingerprint(item: Item) -> str:
    """A digest of what a listing says of an item: it changes when the publisher changes what is listed."""
    said = (item.title, item.summary, item.content, str(item.published_at), str(item.modified_at), str(item.guid))
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:32]
