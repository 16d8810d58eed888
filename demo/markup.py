"""The little markup of the sample texts: paragraphs, `## headings`, `- lists`, `[links](address)`, `**bold**`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

_LINK = r"\[(?P<label>[^\]\n]{1,200})\]\((?P<address>[^)\s]{1,300})\)"
_BOLD = r"\*\*(?P<bold>[^*\n]{1,300})\*\*"
_MARKED = re.compile(rf"{_LINK}|{_BOLD}|[^\[*]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One heading, paragraph or list of a text; a list's items are its `texts`."""

    kind: Literal["heading", "paragraph", "list"]
    texts: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """The block's plain text, one line a list item."""
        return tuple(plain(text) for text in self.texts)

    @property
    def html(self) -> tuple[Markup, ...]:
        """The block's texts with their links and bold words as HTML."""
        return tuple(inline(text) for text in self.texts)


def plain(text: str) -> str:
    """A text without its markup.

    >>> plain("Lue [koko tiedote](https://a.example/x) **heti**.")
    'Lue koko tiedote heti.'
    """
    return "".join(piece["label"] or piece["bold"] or piece[0] for piece in _MARKED.finditer(text))


def inline(text: str) -> Markup:
    """A text as HTML, everything but links and bold words escaped.

    >>> inline("A & [b](https://b.example/)")
    Markup('A &amp; <a href="https://b.example/">b</a>')
    """
    return Markup("").join(_piece(piece) for piece in _MARKED.finditer(text))


def _piece(piece: re.Match[str]) -> Markup:
    """One link, bold stretch or plain stretch of a text as HTML."""
    label, address, bold = piece["label"], piece["address"], piece["bold"]
    if label is not None:
        return Markup('<a href="{}">{}</a>').format(address, label)
    return Markup("<strong>{}</strong>").format(bold) if bold is not None else escape(piece[0])


def blocks(body: str) -> tuple[Block, ...]:
    """A body's blocks, in order; blocks are parted by blank lines.

    >>> [(b.kind, b.texts) for b in blocks("Yksi\\nkaksi.\\n\\n## Väliotsikko\\n\\n- a\\n- b")]
    [('paragraph', ('Yksi kaksi.',)), ('heading', ('Väliotsikko',)), ('list', ('a', 'b'))]
    """
    return tuple(block for part in re.split(r"\n[ \t]*\n", body.strip()) if part.strip() for block in _part(part))


def _part(part: str) -> Iterator[Block]:
    """The blocks of one part; a list may follow its leading sentence without a blank line."""
    lines = [line.strip() for line in part.strip().splitlines()]
    while lines:
        kind = _kind(lines[0])
        taken = _run(lines, kind)
        yield Block(kind=kind, texts=_texts(kind, lines[:taken]))
        lines = lines[taken:]


def _kind(line: str) -> Literal["heading", "paragraph", "list"]:
    if line.startswith("#"):
        return "heading"
    return "list" if line.startswith(("- ", "* ")) else "paragraph"


def _run(lines: list[str], kind: str) -> int:
    """How many lines the first block takes: a heading one, a list its items with their continued lines."""
    if kind == "heading":
        return 1
    ends = (i for i, line in enumerate(lines) if i and _ends(kind, _kind(line)))
    return next(ends, len(lines))


def _ends(kind: str, following: str) -> bool:
    return following == "heading" or (kind == "paragraph" and following == "list")


def _texts(kind: str, lines: list[str]) -> tuple[str, ...]:
    if kind == "heading":
        return (lines[0].lstrip("#").strip(),)
    if kind == "paragraph":
        return (" ".join(lines),)
    joined = " ".join(line if line.startswith(("- ", "* ")) is False else "\n" + line[2:] for line in lines)
    return tuple(item.strip() for item in joined.split("\n") if item.strip())
