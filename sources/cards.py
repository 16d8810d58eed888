"""Boxes inside an article that are known by what they hold: cards of other news, forms that ask for an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from sources.markup import tag_of, text_in
from sources.zones import SIGN_UP, Weight

_LETTER = re.compile(
    r"uutiskirje|jäsenkirje|nyhetsbrev|medlemsbrev|newsletter|sähköposti|e-post|e-?mail|inbox|\btilaa|prenumerera|subscribe",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"e-?mail|s(?:ä|a)hk(?:ö|o)posti|e-?post|@", re.IGNORECASE)
_LITTLE, _LITTLE_SHARE = 350, 0.3  # characters, and of the page's plain text
_WHOLE = frozenset({"article", "main", "body", "html", "td", "table"})
_MOST = 20


def cards(root: etree._Element, sizes: dict[etree._Element, Weight]) -> dict[etree._Element, str]:
    """The boxes to take out of a page, each with what it is."""
    plain = max(1, sizes[root].text - sizes[root].linked)
    found: dict[etree._Element, str] = {}
    for element in islice(_nested(root), _MOST):
        if _is_little(sizes.get(element), plain) and next(element.iter("a"), None) is not None:
            found[element] = "related news"
    for field in islice(_address_fields(root), _MOST):
        box = _box(field, sizes, plain)
        if box is not None and not SIGN_UP.search(text_in(box)):
            found[box] = "newsletter form"
    return found


def _nested(root: etree._Element) -> Iterator[etree._Element]:
    """Articles inside an article."""
    return (one for one in root.iter("article") if any(tag_of(around) == "article" for around in one.iterancestors()))


def _address_fields(root: etree._Element) -> Iterator[etree._Element]:
    """Fields for an address, and forms under words about letters."""
    for one in root.iter("input", "form"):
        parent = one.getparent()
        is_letter = tag_of(one) == "form" and parent is not None and _LETTER.search(text_in(parent)[:600]) is not None
        names = f"{one.get('type') or ''} {one.get('name') or ''} {one.get('placeholder') or ''}"
        if is_letter or (tag_of(one) == "input" and _ADDRESS.search(names)):
            yield one


def _box(field: etree._Element, sizes: dict[etree._Element, Weight], plain: int) -> etree._Element | None:
    """The largest box around a form's field that says little."""
    box = None
    for around in field.iterancestors():
        if tag_of(around) in _WHOLE or not _is_little(sizes.get(around), plain):
            return box
        box = around
    return box


def _is_little(size: Weight | None, plain: int) -> bool:
    return size is not None and not size.has_h1 and size.text <= min(_LITTLE, _LITTLE_SHARE * plain)
