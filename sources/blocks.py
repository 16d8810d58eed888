"""A page as a row of blocks: paragraphs, headings, list items and table rows in reading order, with their links.

Pages without classes or paragraphs (`<div>`, `<font>`, `<br><br>`) come out in the same shape as modern ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from sources.markup import tag_of

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LEVELS = frozenset("123456")
# Parts of a text that a reader opens: folded away when the page comes, and read all the same.
_FOLDS = re.compile(
    r"accordion|collaps|haitari|dragspel|tab-?pan|tab-?content|faq|expand|toggle|panel|answer|vastaus|svar|spoiler|details|unfold",
    re.IGNORECASE,
)
_SILENT_NAMES = """script style noscript template svg canvas iframe object embed audio video map head select option
    datalist textarea input dialog math"""
_BLOCK_NAMES = """html body main article section div p ul ol li dl dt dd blockquote pre table thead tbody tfoot tr td th
    caption figure figcaption header footer nav aside address hr center details summary fieldset legend hgroup search
    form"""
SILENT = frozenset(_SILENT_NAMES.split())
_BLOCK = HEADINGS | frozenset(_BLOCK_NAMES.split())
# Private-use characters: nothing folds them away as white space before they are read.
_BREAK = "\ue000"
_CELL = "\ue001"


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One paragraph, heading, list item or table row; `linked` counts the characters that are link text.

    `element` is the innermost block element around it, `number` its place in the page.
    """

    number: int
    text: str
    kind: str
    element: etree._Element
    linked: int = 0
    links: tuple[etree._Element, ...] = ()
    bold: bool = False
    ruled: bool = False  # a horizontal rule stands before it

    @property
    def is_heading(self) -> bool:
        """Whether it is an h1–h6."""
        return self.kind in HEADINGS

    @property
    def link_share(self) -> float:
        """The share of its characters that are link text (0–1)."""
        return self.linked / max(1, len(self.text))


@dataclass(slots=True)
class _Pen:
    """What has been read and not yet written down as a block."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[tuple[str, bool, bool]] = field(default_factory=list)
    links: list[etree._Element] = field(default_factory=list)
    open_blocks: list[etree._Element] = field(default_factory=list)
    in_link: int = 0
    in_bold: int = 0
    data_table: etree._Element | None = None
    ruled: bool = False
    bulleted: set[etree._Element] = field(default_factory=set)

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append((text, self.in_link > 0, self.in_bold > 0))

    def add_break(self) -> None:
        if self._breaks_before():
            self.flush()
        else:
            self.pieces.append((_BREAK, False, False))

    def _breaks_before(self) -> bool:
        for text, _, _ in reversed(self.pieces):
            if text == _BREAK:
                return True
            if text.strip():
                return False
        return False

    def flush(self) -> None:
        pieces, links = self.pieces, tuple(self.links)
        self.pieces, self.links = [], []
        raw = "".join(text for text, _, _ in pieces)
        text = _folded(raw)
        if not text or not self.open_blocks:
            return
        linked = sum(len(_folded(text)) for text, is_link, _ in pieces if is_link)
        bold = all(is_bold for text, _, is_bold in pieces if text.strip(" \n\t\r" + _BREAK))
        kind, text = self._kind_of(text)
        element = self.open_blocks[-1]
        self.blocks.append(
            Block(len(self.blocks), text, kind, element, min(linked, len(text)), links, bold, self.ruled)
        )
        self.ruled = False

    def _kind_of(self, text: str) -> tuple[str, str]:
        """The nearest telling element around, and the text with the mark of a list item before it."""
        for element in reversed(self.open_blocks):
            tag = tag_of(element)
            if tag in HEADINGS or tag in {"blockquote", "pre", "figcaption", "dt", "dd", "address"}:
                return tag, text
            if element.get("role") == "heading":
                return f"h{level}" if (level := element.get("aria-level")) in _LEVELS else "h2", text
            if tag == "tr" and self.data_table is not None:
                return "row", text
            if tag == "li":
                return "li", self._with_mark(element, text)
            if tag in {"article", "section", "main", "body", "td", "table"}:
                break
        return "p", text

    def _with_mark(self, item: etree._Element, text: str) -> str:
        if item in self.bulleted:
            return text
        self.bulleted.add(item)
        parent = item.getparent()
        if parent is None or tag_of(parent) != "ol":
            return f"- {text}"
        place = sum(1 for _ in item.itersiblings("li", preceding=True)) + 1 if len(parent) < 200 else 0
        return f"{place}. {text}" if place else f"- {text}"


def _folded(text: str) -> str:
    """Blanks folded, line breaks kept, table cells parted by a bar."""
    lines = (" ".join(line.split()) for line in text.replace("\xad", "").replace("\u200b", "").split(_BREAK))
    cells = " | ".join(cell.strip() for cell in "\n".join(line for line in lines if line).split(_CELL) if cell.strip())
    return cells.strip()


def blocks_of(root: etree._Element, *, without: frozenset[etree._Element] = frozenset()) -> list[Block]:
    """The blocks inside `root` in reading order; elements of `without` and what nobody reads are left out."""
    pen = _Pen(open_blocks=[root])
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if _is_silent(element) or element in without:
                walk.skip_subtree()
            else:
                _enter(pen, element)
        else:
            if not (_is_silent(element) or element in without):
                _leave(pen, element)
            elif tag_of(element) in _BLOCK and pen.data_table is None:
                pen.flush()
            if element is not root:
                pen.add(element.tail)
    pen.flush()
    return pen.blocks


def _is_silent(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return True
    if element.tag == "button":
        return not any(
            tag_of(around) in HEADINGS for around in element.iterancestors()
        )  # a heading that opens and shuts
    style = element.get("style")
    is_hidden = element.get("hidden") is not None or (
        style is not None and "display:none" in style.replace(" ", "").lower()
    )
    return is_hidden and not _unfolds(element)


def _unfolds(element: etree._Element) -> bool:
    """Whether a hidden element is one that its heading opens."""
    if element.get("role") in {"tabpanel", "region"} or element.get("aria-labelledby"):
        return True
    parent = element.getparent()
    around = [element, *([parent] if parent is not None else [])]
    return any(_FOLDS.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in around)


def _is_link(element: etree._Element) -> bool:
    """Whether an `a` leads anywhere: by its address, or by a script where it is no mere target of other links."""
    return bool(element.get("href")) or (element.get("name") is None and element.get("id") is None)


def _enter(pen: _Pen, element: etree._Element) -> None:
    tag = tag_of(element)
    if tag in _BLOCK:
        _enter_block(pen, element, tag)
    elif tag == "br":
        pen.add_break()
    elif tag == "a" and _is_link(element):
        pen.in_link += 1
        pen.links.append(element)
    elif tag in {"b", "strong"}:
        pen.in_bold += 1
    pen.add(element.text)


def _enter_block(pen: _Pen, element: etree._Element, tag: str) -> None:
    if pen.data_table is not None and tag != "table":
        pen.add(_CELL if tag in {"td", "th"} else " ")
        if tag in {"tr", "caption"}:
            pen.flush()
            pen.open_blocks.append(element)
        return
    pen.flush()
    pen.open_blocks.append(element)
    pen.ruled = pen.ruled or tag == "hr"
    if tag == "table" and pen.data_table is None and holds_data(element):
        pen.data_table = element


def _leave(pen: _Pen, element: etree._Element) -> None:
    tag = tag_of(element)
    if tag in _BLOCK:
        _leave_block(pen, element)
    elif tag == "a" and _is_link(element):
        pen.in_link -= 1
    elif tag in {"b", "strong"}:
        pen.in_bold -= 1


def _leave_block(pen: _Pen, element: etree._Element) -> None:
    if pen.open_blocks[-1] is element:
        pen.flush()
        if len(pen.open_blocks) > 1:
            pen.open_blocks.pop()
    elif pen.data_table is not None:
        pen.add(" ")
    if pen.data_table is element:
        pen.data_table = None


def holds_data(table: etree._Element) -> bool:
    """Whether a table is a table of facts and no means of laying out a page: several short cells in several rows."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = cells = 0
    for element in table.iterdescendants():
        tag = tag_of(element)
        if tag in {"table", "div", "h1", "h2", "h3", "ul", "ol", "section", "hr", "form", "center"}:
            return False
        rows += tag == "tr"
        cells += tag in {"td", "th"}
        if tag == "td" and _reads_long(element):
            return False
    return cells >= 2 * rows > 0


def _reads_long(cell: etree._Element) -> bool:
    breaks = sum(1 for _ in cell.iterdescendants("br"))
    return breaks > 3 or sum(len(str(text)) for text in cell.itertext()) > 400


def split_lines(block: Block) -> list[Block]:
    """A block with line breaks as one block a line, each with the links that stand on it; numbers stay the same."""
    named = [(link, " ".join("".join(map(str, link.itertext())).split())) for link in block.links]
    lines: list[Block] = []
    for line in block.text.split("\n"):
        here = tuple(link for link, text in named if text and text in line)
        linked = min(len(line), sum(len(text) for link, text in named if link in here))
        lines.append(replace(block, text=line, linked=linked, links=here))
    return lines


def paragraphs(blocks: list[Block]) -> str:
    """Blocks as plain text: a blank line between them, list items and table rows of one list on following lines."""
    parts: list[str] = []
    before: Block | None = None
    for block in blocks:
        joined = before is not None and block.kind == before.kind and block.kind in {"li", "row"}
        parts += ["\n" if joined else "\n\n", block.text] if parts else [block.text]
        before = block
    return "".join(parts)
