"""HTML that a listing carries of an item (`content:encoded`, `content.rendered`) to the item's own text.

What a site hangs under its texts hangs here too: share buttons, related news, invitations to subscribe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from sources.blocks import Block, blocks_of, paragraphs
from sources.boilerplate import trim
from sources.place import pruned
from sources.plain import LONGEST, is_markup, text_of, tree_of_fragment, without_way_back
from sources.trimming import Setting, folded
from stories.model import Select

_NO_SELECTORS = Select()
# Less than this share left by what blocks say, and the cutters have taken a text of links or dates for furniture.
_LEAST_LEFT = 0.5
_SENTENCE = 60  # characters; what is shorter on one side only is furniture rather than text


def own_text(markup: str, url: str, title: str = "") -> str:
    """The plain text of HTML that a listing carries, without furniture; `url` and `title` are the item's own.

    >>> own_text('<p>Haku alkoi.</p><div class="sharedaddy"><p>Jaa tämä</p></div>', "https://a.example/1")
    'Haku alkoi.'
    """
    if not is_markup(markup[:LONGEST]):
        return text_of(markup, url)
    cut = cut_fragment(markup, url, title)
    if cut is None:
        return ""
    is_much = _length(cut.left) >= _LEAST_LEFT * _length(cut.blocks)
    return paragraphs(list(cut.left if is_much else cut.blocks))


@dataclass(frozen=True, slots=True)
class CutFragment:
    """The tree of a listing's HTML, its blocks, and those left when the furniture is cut."""

    root: etree._Element
    blocks: tuple[Block, ...]
    left: tuple[Block, ...]


@lru_cache(maxsize=2)
def cut_fragment(markup: str, url: str, title: str) -> CutFragment | None:
    """HTML of a listing, cut once for its text and its pictures; None for what holds no element. Not to be changed."""
    root = tree_of_fragment(markup)
    if root is None:
        return None
    pruned(root, _NO_SELECTORS, ())
    blocks = without_way_back(blocks_of(root), url)
    return CutFragment(root, tuple(blocks), tuple(trim(blocks, Setting(url=url, title=title), None).blocks))


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def is_longer_by_furniture(listed: str, body: str) -> bool:
    """Whether a listing's text is a page's clean text with nothing but short lines besides."""
    on_page, in_list = _lines(body), _lines(listed)
    more = in_list - on_page
    return bool(on_page) and on_page <= in_list and bool(more) and all(len(line) < _SENTENCE for line in more)


def _lines(text: str) -> set[str]:
    return {folded(line) for line in text.split("\n") if folded(line)}
