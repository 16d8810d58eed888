"""What is printed around a letter's text: running headers and footers, page numbers, small print at a page's edges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from sources.letter_tops import PAGE_NUMBER, head_date, is_top_line
from sources.phrases import CONTACT
from sources.printing import Line
from sources.trimming import folded

_SMALL = 0.81  # of the text's own print
_TOP, _BOTTOM = 0.13, 0.88  # of a page's height
_SENTENCE = 60
_PARTS = re.compile(r"\s[|•·]\s")
# Small print that tells what the text only begins to.
_TELLS = re.compile(
    r"\b(?:klo|kl\.|ilmoittau|anmäl|register|lisätie|liitte|liite|bilag|enclosure|appendix)", re.IGNORECASE
)
# A browser prints the address and the day of printing around its pages.
_BROWSER = re.compile(r"(?:https?://|www\.)\S{4,}")
_PAGE_OF = re.compile(r"\d{1,3}\s?/\s?\d{1,3}")


def without_margins(pages: Sequence[Sequence[Line]], body_size: float) -> tuple[list[list[Line]], list[str], list[str]]:
    """Pages without what stands around their text, the lines of the first page's top that give a date, and the cuts."""
    repeated = _repeated(pages)
    kept: list[list[Line]] = []
    gone: list[tuple[int, Line, str]] = []
    for number, page in enumerate(pages):
        labels = [_label(line, repeated, body_size) for line in page]
        kept.append([line for line, label in zip(page, labels, strict=True) if not label])
        gone += [(number, line, label) for line, label in zip(page, labels, strict=True) if label]
    if not any(kept):
        return [list(page) for page in pages], [], []
    counted = Counter(label for _, _, label in gone)
    cuts = [f"cut: {counted[label]} {label}" for label in _LABELS if counted[label]]
    top = [line for number, line, _ in gone if number == 0]
    return kept, [] if _is_of_browser(top) else list(_dated(top)), cuts


_NUMBER, _RUNNING, _FINE = _LABELS = ("page numbers", "running headers and footers", "lines of small print at the edge")


def _label(line: Line, repeated: frozenset[str], body_size: float) -> str:
    if not _at_edge(line):
        return ""
    if PAGE_NUMBER.fullmatch(line.text.strip()):
        return _NUMBER
    if _shape(line) in repeated:
        return _RUNNING
    is_small = line.size <= _SMALL * body_size and not (CONTACT.match(line.text) or _TELLS.search(line.text))
    return _FINE if is_small else ""


def _repeated(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """The shapes of lines at the edge of at least two pages, and of half of them."""
    counts = Counter(shape for page in pages for shape in {_shape(line) for line in page if _at_edge(line)})
    least = max(2, len(pages) // 2)
    return frozenset(shape for shape, count in counts.items() if count >= least)


def _at_edge(line: Line) -> bool:
    """Whether a line stands where headers, footers and page numbers do; a whole sentence there is text."""
    is_sentence = len(line.text) > _SENTENCE and line.text.endswith((".", "!", "?"))
    return not is_sentence and (line.top < _TOP * line.page_height or line.bottom > _BOTTOM * line.page_height)


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", folded(line.text))


def _is_of_browser(lines: Sequence[Line]) -> bool:
    foot = [line for line in lines if line.bottom > _BOTTOM * line.page_height]
    return any(_BROWSER.search(line.text) and _PAGE_OF.search(line.text) for line in foot)


def _dated(lines: Sequence[Line]) -> Iterator[str]:
    """What the lines at a page's top give of dates, numbers and references."""
    for line in lines:
        if line.top < _TOP * line.page_height:
            yield from (cell.strip() for cell in (line.text, *line.cells) if is_top_line(cell.strip()))
            yield from (day for cell in line.cells for part in _PARTS.split(cell) if (day := head_date(part)))
