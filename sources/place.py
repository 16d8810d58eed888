"""Where on a page its article stands: what is cut by name first, then the element to read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lxml import etree

from sources.blocks import Block, blocks_of, split_lines
from sources.cards import cards
from sources.echoes import tidied
from sources.markup import tag_of, text_in
from sources.platforms import article_places, matches
from sources.publication import is_publication_line, parts_of
from sources.trimming import folded
from sources.zones import PUBLICATION, Weight, frames, weights
from stories.model import Select

_MOST_LINES = 60
_CUE = re.compile(r"muokat|päivit|julkais|uppdat|ändra|publi[cs]|updated|modif", re.IGNORECASE)
_EDITED = re.compile(
    r"(?:sivu\S{0,3}|sidan|page|viimeksi|senast|last)?\s?(?:on\s)?(?:muokat|päivit|uppdat|ändra|updated|modif)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The element that holds the article, its blocks, and how it was found; `is_sure`: not by its shape alone."""

    element: etree._Element
    blocks: list[Block]
    reason: str
    is_sure: bool


def pruned(
    root: etree._Element, select: Select, choosers: Sequence[etree._Element]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Take out of a tree what names itself as no article: what was cut, its publication lines, its other short lines.

    The other lines are told since "Muokattu viimeksi" often stands in a footer.
    """
    gone: dict[etree._Element, str] = dict.fromkeys(choosers, "language chooser")
    for selector in select.drop[:50]:
        gone.update((element, f"by the registry's '{selector}'") for element in matches(root, selector))
    kept = [element for selector in (select.content,) if selector for element in matches(root, selector)]
    sizes = weights(root)
    named = {**frames(root, sizes), **cards(root, sizes)}
    gone.update((element, label) for element, label in named.items() if element not in gone)
    gone = {element: label for element, label in gone.items() if not _holds(element, kept, root)}
    dated = _lines_of(gone, {PUBLICATION})
    below = _lines_of(gone, set(gone.values()) - {PUBLICATION, "comments", "related news", "sidebar"})
    for element in gone:
        _take_out(element)
    counted = Counter(gone.values()).items()
    cuts = tuple(f"cut: {label}{f' ({count})' if count > 1 else ''}" for label, count in counted)
    return cuts, dated, below


def _holds(element: etree._Element, kept: Sequence[etree._Element], root: etree._Element) -> bool:
    if element is root or tag_of(element) in {"html", "body"}:
        return True
    return any(element is wanted or element in wanted.iterancestors() for wanted in kept[:5])


def _lines_of(gone: dict[etree._Element, str], labels: set[str]) -> tuple[str, ...]:
    lines: list[str] = []
    for element, label in gone.items():
        if (
            label in labels
            and len(lines) < _MOST_LINES
            and (label == PUBLICATION or _CUE.search(text_in(element)[:5_000]))
        ):
            lines += [part for block in blocks_of(element)[:20] if len(block.text) < 200 for part in parts_of(block)]
    return tuple(lines[:_MOST_LINES])


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


def article_place(root: etree._Element, select: Select, title: str) -> Place:
    """The element to read: the registry's, a known system's, `article`, `main`, else the whole page."""
    body = next(root.iter("body"), root)
    if select.content:
        named = [element for element in matches(root, select.content) if text_in(element)]
        if named:
            blocks = [block for element in _outermost(named) for block in blocks_of(element)]
            return Place(element=named[0], blocks=_separated(blocks), reason=f"'{select.content}'", is_sure=True)
    sizes = weights(body)
    found = _known_place(body, sizes) or _marked_place(body, sizes, title)
    if found is None:
        return Place(element=body, blocks=_separated(blocks_of(body)), reason="the whole page", is_sure=False)
    element, reason = found
    element = _with_heading(element, body, sizes)
    return Place(element=element, blocks=_separated(blocks_of(element)), reason=reason, is_sure=True)


def lines_outside(root: etree._Element, place: Place) -> tuple[str, ...]:
    """Short lines beside the article that say when the page was last edited ("Sivu päivitetty 12.11.2026")."""
    if tag_of(place.element) == "body":
        return ()
    lines = (block.text for block in blocks_of(root, without=frozenset({place.element})) if len(block.text) < 90)
    return tuple(islice((line for line in lines if _EDITED.match(line)), 5))


def _outermost(elements: Sequence[etree._Element]) -> list[etree._Element]:
    chosen: list[etree._Element] = []
    for element in elements[:50]:
        if not any(around in chosen for around in element.iterancestors()):
            chosen.append(element)
    return chosen


def _separated(blocks: Sequence[Block]) -> list[Block]:
    """Blocks in which a date on a line of its own stands apart: old pages part title, date and text by one `<br>`."""
    kept = tidied(blocks)
    parted = [line for block in kept for line in (split_lines(block) if _has_date_line(block) else [block])]
    return _renumbered(parted)


def _has_date_line(block: Block) -> bool:
    lines = block.text.split("\n")[:4]
    return block.kind == "p" and len(lines) > 1 and any(is_publication_line(line, near_title=True) for line in lines)


def _renumbered(blocks: Sequence[Block]) -> list[Block]:
    return [replace(block, number=number) for number, block in enumerate(blocks)]


def _plain(size: Weight) -> int:
    return size.text - size.linked


def _known_place(body: etree._Element, sizes: dict[etree._Element, Weight]) -> tuple[etree._Element, str] | None:
    whole = _plain(sizes[body])
    for selector, element in article_places(body):
        size = sizes.get(element)
        if size is None:
            continue
        if _plain(size) > 0.5 * whole or (size.has_h1 and _plain(size) > 80):
            return element, f"'{selector}'"
    return None


def _marked_place(
    body: etree._Element, sizes: dict[etree._Element, Weight], title: str
) -> tuple[etree._Element, str] | None:
    wanted = folded(title)
    marked = [element for element in body.iter("article", "main") if element in sizes]
    marked += [
        element
        for element in matches(body, "[role='main'], #content, #main, #maincontent, #main-content")
        if element in sizes
    ]
    best: tuple[int, etree._Element] | None = None
    for element in marked[:100]:
        size = sizes[element]
        headed = size.has_h1 or (wanted != "" and wanted in folded(text_in(element)[:3_000]))
        if _plain(size) < 60 or not (headed or _plain(size) > 0.5 * _plain(sizes[body])):
            continue
        worth = _plain(size) + (100_000 if headed and tag_of(element) == "article" else 50_000 if headed else 0)
        if best is None or worth > best[0]:
            best = (worth, element)
    return (best[1], f"<{tag_of(best[1])}>") if best else None


def _with_heading(element: etree._Element, body: etree._Element, sizes: dict[etree._Element, Weight]) -> etree._Element:
    """A place without the page's h1 grows to the element that holds both, when that adds little text of its own."""
    if sizes[element].has_h1 or not sizes[body].has_h1:
        return element
    for around in element.iterancestors():
        if around not in sizes or around is body.getparent():
            break
        if sizes[around].has_h1:
            return around if _plain(sizes[around]) < 2 * _plain(sizes[element]) + 400 else element
    return element
