"""The pictures of a text: those that stand among its own paragraphs, by address and text alternative alone.

Which they are is told by the blocks: a picture nearest to text that was cut (a teaser, a banner) went with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from sources.addresses import normalise
from sources.blocks import SILENT, Block
from sources.fragments import cut_fragment
from sources.items import one_line
from sources.markup import tag_of
from sources.place import Place
from stories.model import Image
from stories.pictures import picture_key

MOST = 20
_MOST_LOOKED_AT = 500
_LONGEST_ALT = 300
_MOST_SOURCES = 10
_LEAST_PIXELS = 32
_SOURCES = (
    "src",
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-srcset",
    "data-lazy-srcset",
    "srcset",
)
_STAND_IN = re.compile(
    r"(?:^|[/_-])(?:spacer|blank|pixel|transparent|1x1|clear|loading|lazy|loader|placeholder)\d{0,2}\.(?:gif|png|svg|webp)$",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(r"\b(?:wp-smiley|emoji|icon|avatar|gravatar|tracking|pixel)\b", re.IGNORECASE)
_CAPTION = re.compile(r"caption|kuvateksti|bildtext", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# What a browser without scripts shows is a picture all the same.
_CLOSED = SILENT - {"noscript", "template"}


def images_of(place: Place, kept: Sequence[Block], heading: Block | None, base: str) -> tuple[Image, ...]:
    """The pictures of an article: each once, in reading order, at most twenty, with absolute http(s) addresses.

    `kept` are the blocks of `place` that were not cut; `heading` may lie elsewhere. Where the place was only guessed,
    a picture that has text that was cut beside it counts when it stands between the article's own blocks.
    """
    own = [block.element for block in (*([heading] if heading else ()), *kept)]
    numbers = {block.number for block in kept}
    cut = [b.element for b in place.blocks if b.number not in numbers and b is not heading and not _is_caption(b)]
    setting = _Beside(_around(own), _around(cut), _span(place, own))
    found: dict[str, Image] = {}
    for image in (image for root in _roots(place, kept) for image in _pictures(root)):
        if setting.is_own(image):
            _add(found, image, base)
        if len(found) >= MOST:
            break
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands around the blocks of an article and around what was cut; `span` where a guessed article lies."""

    own: frozenset[etree._Element]
    cut: frozenset[etree._Element]
    span: frozenset[etree._Element] | None

    def is_own(self, image: etree._Element) -> bool:
        """Whether the text nearest to a picture is the article's."""
        holder = next((one for one in image.iterancestors() if one in self.own or one in self.cut), None)
        if holder is None or holder not in self.own:
            return False
        return self.span is None or holder not in self.cut or image in self.span


def _span(place: Place, own: Sequence[etree._Element]) -> frozenset[etree._Element] | None:
    """The elements from the first of an article's blocks to its last; None for a place that was not guessed."""
    if place.is_sure:
        return None
    elements = list(place.element.iter())
    at = {element: number for number, element in enumerate(elements)}
    numbers = [at[element] for element in own if element in at]
    return frozenset(elements[min(numbers) : max(numbers) + 1]) if numbers else frozenset()


def _is_caption(block: Block) -> bool:
    return block.kind == "figcaption" or bool(_CAPTION.search(block.element.get("class") or ""))


def images_in(markup: str, url: str, title: str = "") -> tuple[Image, ...]:
    """The pictures of the HTML that a listing carries of an item; `url` and `title` are the item's own."""
    cut = cut_fragment(markup, url, title) if "<img" in markup.lower() else None
    if cut is None:
        return ()
    place = Place(element=cut.root, blocks=list(cut.blocks), reason="the listing", is_sure=True)
    return images_of(place, list(cut.left or cut.blocks), None, url)


def _around(elements: Sequence[etree._Element]) -> frozenset[etree._Element]:
    """These elements and everything around them."""
    found: set[etree._Element] = set()
    for element in elements:
        around: etree._Element | None = element
        while around is not None and around not in found:
            found.add(around)
            around = around.getparent()
    return frozenset(found)


def _roots(place: Place, kept: Sequence[Block]) -> Iterator[etree._Element]:
    """Where to look: the place, and what a selector of several elements named beside it."""
    yield place.element
    inside = _around([place.element])
    told = {place.element}
    for block in kept:
        lineage = [block.element, *block.element.iterancestors()]
        if place.element in lineage:
            continue
        apart = [element for element in lineage if element not in inside]
        if apart and apart[-1] not in told:
            told.add(apart[-1])
            yield apart[-1]


def _pictures(root: etree._Element) -> Iterator[etree._Element]:
    for number, image in enumerate(root.iter("img")):
        if number >= _MOST_LOOKED_AT:
            return
        if not _is_ornament(image) and not any(_is_closed(around) for around in image.iterancestors()):
            yield image


def _is_ornament(image: etree._Element) -> bool:
    sides = [
        int(side) for name in ("width", "height") if (side := (image.get(name) or "").removesuffix("px")).isdecimal()
    ]
    return (
        any(side < _LEAST_PIXELS for side in sides)
        or image.get("hidden") is not None
        or bool(_UNSEEN.search(image.get("style") or ""))
        or bool(_ORNAMENT.search(image.get("class") or ""))
    )


def _is_closed(around: etree._Element) -> bool:
    hidden = around.get("hidden") is not None or bool(_UNSEEN.search(around.get("style") or ""))
    return hidden or tag_of(around) in _CLOSED or tag_of(around) == "button"


def _add(found: dict[str, Image], image: etree._Element, base: str) -> None:
    url = next((url for url in _addresses(image, base) if not _STAND_IN.search(url.partition("?")[0])), None)
    if url is None:
        return
    key, alt = picture_key(url) or url, one_line(image.get("alt"))[:_LONGEST_ALT]
    if key not in found or (alt and not found[key].alt):
        found[key] = Image(url=found[key].url if key in found else url, alt=alt)


def _addresses(image: etree._Element, base: str) -> Iterator[str]:
    """The addresses under which a picture may lie, the plain one first; scripts fill in the others."""
    told = [_first(image.get(name), name) for name in _SOURCES]
    around = next(image.iterancestors("picture"), None)
    if around is not None:
        sources = list(around.iter("source"))[:_MOST_SOURCES]
        told += [_first(source.get(name), name) for source in sources for name in ("srcset", "data-srcset")]
    for href in told:
        url = normalise(href, base) if href and not href.lower().startswith("data:") else None
        if url:
            yield url


def _first(told: str | None, name: str) -> str:
    """An address, or the first one of a set of sizes."""
    if not told:
        return ""
    return told.split(",")[0].split()[0] if name.endswith("srcset") and told.split(",")[0].split() else told.strip()
