"""What the readers of feeds, lists and APIs share: the items they found, tidied and capped."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sources.addresses import normalise
from sources.plain import text_of
from stories.model import Alternate, Item, Source
from stories.visit import Known

MAX_ITEMS = 500
_MAX_TITLE, _MAX_SUMMARY, _MAX_CONTENT = 500, 4_000, 500_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# What `content` of a source's [source.select] says when there is nothing to select: its listing carries whole texts.
IN_LISTING = "listing"
_LEAST_TEXT = 200  # characters of markup; less is a teaser whatever the source promises
_CUT_SHORT = re.compile(
    r"(?:…|\.\.\.|&hellip;|&#8230;|&#x2026;)[\])]?\s{0,9}(?:</\w{1,9}>\s{0,9}){0,5}$", re.IGNORECASE
)
_TRIED = "tried-"
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>|&#?\w{2,20};")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a listing held: its items in its own order, or `failure`: why it is not a listing at all.

    `unchanged` are entries that say what they said and were not parsed again; `blocks` are the hashes of the bytes
    that `items` were read from, by address, where a listing could be taken apart. `is_lasting` is False where the
    same document will list something new tomorrow: an index some of whose parts have to wait. `history` are addresses
    of items from further pages of the listing, `aside` of items that were there before us: remembered, never read.
    """

    items: tuple[Item, ...] = ()
    unchanged: tuple[Known, ...] = ()
    blocks: Mapping[str, str] = field(default_factory=dict)
    failure: str | None = None
    notes: tuple[str, ...] = ()
    is_lasting: bool = True
    history: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()

    def fingerprint(self, item: Item) -> str:
        """The fingerprint under which one of the items is remembered."""
        return fingerprint(item, self.blocks.get(item.url, ""))


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
        url = address(item, base)
        if url is None or url in found:
            continue
        found[url] = tidied(item, url, base)
        if len(found) >= MAX_ITEMS:
            break
    return tuple(found.values())


def address(item: Item, base: str) -> str | None:
    """An item's absolute address in its one form; None when it has none."""
    return normalise(item.url, base) if item.url.strip() else None


def tidied(item: Item, url: str, base: str) -> Item:
    """An item under its absolute address, its fields capped."""
    return replace(
        item,
        url=url,
        title=one_line(item.title),
        summary=item.summary.strip()[:_MAX_SUMMARY],
        content=_CONTROL.sub("", item.content[:_MAX_CONTENT]),
        alternates=_alternates(item.alternates, url, base),
    )


def carries_text(item: Item, source: Source) -> bool:
    """Whether an item's listing carries its whole text, as its source promises, so that its page need not be read."""
    return source.select.content == IN_LISTING and has_text(item)


def has_text(item: Item) -> bool:
    """Whether an item's listing carries a text that is long enough, and not cut short, to be the whole."""
    return bool(item.title) and len(item.content) >= _LEAST_TEXT and not _CUT_SHORT.search(item.content[-200:])


def _alternates(alternates: Iterable[Alternate], own: str, base: str) -> tuple[Alternate, ...]:
    absolute = ((alternate, normalise(alternate.url, base)) for alternate in alternates)
    return tuple(replace(alternate, url=url) for alternate, url in absolute if url and url != own)


def fingerprint(item: Item, block: str = "") -> str:
    """What is remembered of a listed item: hashes of what is said of it, of the bytes it was read from, of its title.

    The publisher's GUID is no part of it: a new one for the same words is not news.
    """
    said = (item.title, item.summary, item.content, str(item.published_at), str(item.modified_at))
    return f"{_digest(chr(0).join(said))}.{block}.{_digest(item.title.casefold()) if item.title else ''}"


def is_same(before: str, now: str) -> bool:
    """Whether two fingerprints tell of the same words, by what was read out of the bytes.

    It holds where the bytes could not be taken apart on one of the nights, or were only written differently.
    """
    return _parts(before)[0] == _parts(now)[0]


def tried(times: int) -> str:
    """What is remembered, instead of a fingerprint, of an item whose page could not be read so many times.

    >>> tries(tried(3)), tries("5f2a.b1.c0")
    (3, 0)
    """
    return f"{_TRIED}{times}"


def tries(fingerprint: str) -> int:
    """How many times an item's page has been tried in vain."""
    told = fingerprint.removeprefix(_TRIED)
    return int(told) if told != fingerprint and told.isdigit() else 0


def block_print(fingerprint: str) -> str:
    """The hash of the bytes an item was read from; empty when they could not be told from the rest."""
    return _parts(fingerprint)[1]


def title_print(fingerprint: str) -> str:
    """The hash of an item's title; empty for none."""
    return _parts(fingerprint)[2]


def _parts(fingerprint: str) -> tuple[str, str, str]:
    said, _, rest = fingerprint.partition(".")
    block, _, title = rest.partition(".")
    return said, block, title


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
