"""Words on a printed page to lines in reading order: columns, gutters, ligatures and split letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xa0": " ", "\uf0b7": "•"}
)
_LOOSE_DOTS = re.compile(r"([aouAOU])\s?¨|¨\s?([aouAOU])")
# "K U T S U": letters set apart for show, words parted by wider gaps.
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_]\s){3,}[^\W\d_](?!\S)")
_CID = re.compile(r"\(cid:\d{1,5}\)")
_AND = re.compile(r"(?:ja|tai|sekä|eli|och|eller|samt|and|or)\b")
_DOTTED = {"a": "ä", "o": "ö", "u": "ü", "A": "Ä", "O": "Ö", "U": "Ü"}
_DEEPEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of one column: its text, its cells (parts with wide gaps between), place in points and print."""

    text: str
    cells: tuple[str, ...]
    top: float
    bottom: float
    left: float
    right: float
    size: float
    bold: bool
    page_height: float
    column: int = 0
    column_right: float = 0.0
    starts: tuple[float, ...] = ()  # where its cells begin, in points
    is_row: bool = False  # a table's row: its cells parted by bars


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


def lines_of(words: Sequence[dict[str, Any]], width: float, height: float) -> list[Line]:
    """The lines of one page in reading order; `words` as pdfplumber gives them with font name and size."""
    read = [word for raw in words if (word := _word(raw)).text]
    if not read:
        return []
    regions: list[list[_Word]] = []
    _split(read, regions, median(word.size for word in read), 0)
    lines: list[Line] = []
    for column, region in enumerate(regions):
        right = max(word.x1 for word in region)
        lines += [_line(row, column, right, height) for row in _rows(region)]
    return lines


def mended(text: str) -> str:
    """Ligatures and loose dots put right.

    >>> mended("e\ufb03cient ja\u0308rjesto\u0308 pa¨iva¨")
    'efficient järjestö päivä'
    """
    plain = _CID.sub("", text.translate(_LIGATURES))
    plain = _LOOSE_DOTS.sub(lambda hit: _DOTTED[hit[1] or hit[2]], plain)
    return unicodedata.normalize("NFC", plain)


def unspaced(text: str) -> str:
    """A line whose letters were set apart for show, with its words whole.

    >>> unspaced("K U T S U kevätpäivään")
    'KUTSU kevätpäivään'
    """
    return _SPACED.sub(lambda hit: hit[0].replace(" ", ""), text)


def joined(lines: Sequence[str]) -> str:
    """Lines of one paragraph as one text, words that were divided at a line's end put together.

    >>> joined(["järjes-", "töjen sosiaali-", "ja terveyspalvelut, linja-", "auto ja EU-", "maat"])
    'järjestöjen sosiaali- ja terveyspalvelut, linja-auto ja EU-maat'
    """
    text = ""
    for line in lines:
        text = _with_next(text, line.strip()) if text else line.strip()
    return text.replace("\xad", "")


def _with_next(text: str, line: str) -> str:
    if text.endswith("\xad"):
        return text[:-1] + line
    if not text.endswith(("-", "‐")) or len(text) < 2 or not text[-2].isalnum():
        return f"{text} {line}"
    if _AND.match(line):
        return f"{text} {line}"
    last, first = text[-2], line[:1]
    keeps = not first.islower() or not last.islower() or (last == first and last in "aeiouyäöå")
    return text + line if keeps else text[:-1] + line


def _word(raw: dict[str, Any]) -> _Word:
    font = str(raw.get("fontname") or "").lower()
    size = float(raw.get("size") or raw["bottom"] - raw["top"])
    bold = any(mark in font for mark in ("bold", "black", "heavy", "semib", "demi"))
    return _Word(
        mended(raw["text"]), float(raw["x0"]), float(raw["x1"]), float(raw["top"]), float(raw["bottom"]), size, bold
    )


def _split(words: list[_Word], regions: list[list[_Word]], size: float, depth: int) -> None:
    """Cut a region at a gutter between columns, or at its widest white band, until neither helps (XY-cut)."""
    gutter = _gutter(words, size) if depth < _DEEPEST else None
    if gutter is not None:
        _split([word for word in words if word.x1 <= gutter + 1], regions, size, depth + 1)
        _split([word for word in words if word.x1 > gutter + 1], regions, size, depth + 1)
        return
    band = _band_before_columns(words, size) if depth < _DEEPEST else None
    if band is None:
        regions.append(words)
        return
    _split([word for word in words if word.top < band], regions, size, depth + 1)
    _split([word for word in words if word.top >= band], regions, size, depth + 1)


def _gutter(words: list[_Word], size: float) -> float | None:
    """The place of a white gutter between two columns of running text; a table's gaps are none."""
    reach, best = 0.0, None
    for word in sorted(words, key=lambda word: word.x0):
        if reach and word.x0 - reach > 0.9 * size and _are_columns(words, reach, size):
            best = reach
            break
        reach = max(reach, word.x1)
    return best


def _are_columns(words: list[_Word], gutter: float, size: float) -> bool:
    sides = [word for word in words if word.x1 <= gutter + 1], [word for word in words if word.x1 > gutter + 1]
    return all(_runs_on(side) for side in sides)


def _runs_on(side: list[_Word]) -> bool:
    """Whether one side reads as running text: at least four lines of some length."""
    rows = _rows(side)
    lengths = [sum(len(word.text) + 1 for word in row) for row in rows]
    return len(rows) >= 4 and median(lengths) >= 18


def _band_before_columns(words: list[_Word], size: float) -> float | None:
    """The top of the first part, under a white band, that has columns where the whole has none."""
    rows = _rows(words)
    if len(rows) < 6:
        return None
    for above, row in pairwise(rows):
        top, bottom = min(word.top for word in row), max(word.bottom for word in above)
        if top - bottom < 0.5 * size:
            continue
        below = [word for word in words if word.top >= top - 0.1]
        if _gutter(below, size) is not None:
            return top - 0.1
        upper = [word for word in words if word.top < top - 0.1]
        if _gutter(upper, size) is not None:
            return top - 0.1
    return None


def _rows(words: Sequence[_Word]) -> list[list[_Word]]:
    """Words that stand on one line, from the top down, each from the left."""
    rows: list[list[_Word]] = []
    baseline = -1e9
    for word in sorted(words, key=lambda word: (word.bottom, word.x0)):
        if rows and word.bottom - baseline < 0.45 * max(word.size, 4):
            rows[-1].append(word)
        else:
            rows.append([word])
            baseline = word.bottom
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _least_gap(row: list[_Word]) -> float:
    """The white that parts two cells: much wider than the line's own word spaces, which justified print stretches."""
    size = max(word.size for word in row)
    gaps = [right.x0 - left.x1 for left, right in pairwise(row)]
    space = min([*gaps, *([] if len(gaps) > 3 else [0.3 * size])])  # too few words to tell their usual space from
    return min(1.6 * size, max(0.75 * size, 2.2 * space))


def _line(row: list[_Word], column: int, column_right: float, height: float) -> Line:
    text, cells, starts, before = "", [""], [row[0].x0], None
    least = _least_gap(row)
    for word in row:
        gap = word.x0 - before.x1 if before else 0.0
        space = "" if before is None or gap < 0.12 * word.size else " "
        if before is not None and gap > least:
            cells.append("")
            starts.append(word.x0)
        cells[-1] += (space if cells[-1] else "") + word.text
        text += space + word.text
        before = word
    letters = sum(len(word.text) for word in row)
    return Line(
        text=unspaced(" ".join(text.split())),
        cells=tuple(cell for cell in cells if cell.strip()),
        starts=tuple(left for left, cell in zip(starts, cells, strict=True) if cell.strip()),
        top=min(word.top for word in row),
        bottom=max(word.bottom for word in row),
        left=row[0].x0,
        right=max(word.x1 for word in row),
        size=median(word.size for word in row),
        bold=sum(len(word.text) for word in row if word.bold) > 0.6 * letters,
        page_height=height,
        column=column,
        column_right=column_right,
    )
