"""Printed lines of a letter to its text: paragraphs mended, furniture and letterhead cut, title and date found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from statistics import median

from sources.addressees import addressees, opens_list
from sources.letter_tops import PAGE_NUMBER, is_kind, is_top_line, is_top_row, without_reference
from sources.letterhead import is_letterhead_cell, is_office, letterhead_rows
from sources.phrases import RELEASE
from sources.printing import Line, joined
from sources.trimming import folded
from stories.dates import Moment, published_line, read_moment

_BULLET = re.compile(r"(?:[•●▪■◦‣∙·–—*-]|\uf0a7|o(?=\s)|\d{1,2}[.)]|[a-zåäö]\))\s+(?=\S)")
_MARK = re.compile(r"(?:[•●▪■◦‣∙·–—*]|\uf0a7|-|o(?=\s))\s+")
_SUBJECT = re.compile(r"(?:asia|ärende|aihe|subject|re)\s?:\s*(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says, its title and date, and what was cut from its pages."""

    title: str
    body: str
    paragraphs: int
    published: Moment | None = None
    evidence: str = ""
    release: str | None = None
    cuts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Paragraph:
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return joined([line.text for line in self.lines])

    @property
    def cells(self) -> list[str]:
        """The parts of its lines that wide gaps keep apart."""
        return [cell.strip() for line in self.lines for cell in line.cells]

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


def letter_of(pages: Sequence[Sequence[Line]], own_title: str) -> Letter:
    """Lines of pages to a letter; `own_title` is what the file calls itself."""
    cuts: list[str] = []
    kept = _without_furniture(pages, cuts)
    kept = _without_letterhead(kept, cuts)
    lines = [line for page in kept for line in page]
    body_size = _body_size(lines)
    paragraphs = _paragraphs(lines)
    dated, paragraphs = _dated(paragraphs, cuts)
    paragraphs = _without_sender(paragraphs, cuts)
    paragraphs = _without_addressees(paragraphs, cuts)
    title, rest = _title(paragraphs, body_size, own_title)
    rest = _without_kind(rest, cuts)
    published, evidence = _published(dated)
    release = next((hit["number"] for line in [*dated, title] if (hit := RELEASE.search(line[:300]))), None)
    body = _body([paragraph.text for paragraph in rest])
    return Letter(
        title=title,
        body=body,
        paragraphs=len(rest),
        published=published,
        evidence=evidence,
        release=release,
        cuts=tuple(cuts),
    )


def _body(texts: Sequence[str]) -> str:
    """Paragraphs parted by a blank line; the items of one list stand on following lines."""
    parts: list[str] = []
    for text in texts:
        item = _MARK.sub("- ", text, count=1) if _MARK.match(text) else text
        is_next_item = item.startswith("- ") and bool(parts) and parts[-1].startswith("- ")
        parts += [("\n" if is_next_item else "\n\n") if parts else "", item]
    return "".join(parts)


def _without_furniture(pages: Sequence[Sequence[Line]], cuts: list[str]) -> list[list[Line]]:
    """Pages without their numbers and without what is printed at the top or bottom of page after page."""
    repeated = Counter(
        _shape(line) for page in pages for line in {_shape(line): line for line in page if _at_edge(line)}.values()
    )
    least = max(2, len(pages) // 2)
    kept, headers, numbers = [], 0, 0
    for page in pages:
        left = []
        for line in page:
            is_number = _at_edge(line) and PAGE_NUMBER.fullmatch(line.text.strip()) is not None
            is_header = not is_number and _at_edge(line) and repeated[_shape(line)] >= least
            numbers, headers = numbers + is_number, headers + is_header
            if not (is_number or is_header):
                left.append(line)
        kept.append(left)
    cuts += [
        f"cut: {count} {name}"
        for count, name in ((numbers, "page numbers"), (headers, "running headers and footers"))
        if count
    ]
    return kept


def _at_edge(line: Line) -> bool:
    """Whether a line stands where headers, footers and page numbers do; a whole sentence there is text."""
    is_sentence = len(line.text) > 60 and line.text.endswith((".", "!", "?"))
    return not is_sentence and (line.top < 0.13 * line.page_height or line.bottom > 0.88 * line.page_height)


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", folded(line.text))


def _without_letterhead(pages: list[list[Line]], cuts: list[str]) -> list[list[Line]]:
    if not pages:
        return pages
    rows = sorted(_rows_across(pages[0]), key=lambda row: min(line.top for line in row))
    gone_rows = letterhead_rows([[cell for line in row for cell in line.cells] for row in rows])
    gone = {id(line) for number in gone_rows for line in rows[number] if any(map(is_letterhead_cell, line.cells))}
    if gone:
        first = rows[min(gone_rows)][0].text
        cuts.append(f"cut: a letterhead of {len(gone)} lines from '{first[:60]}'")
    return [[line for line in page if id(line) not in gone] for page in pages]


def _rows_across(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of neighbouring columns that stand at one height, as one row."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.bottom, line.left)):
        if rows and abs(line.bottom - rows[-1][0].bottom) < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _body_size(lines: Sequence[Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _paragraphs(lines: Sequence[Line]) -> list[_Paragraph]:
    gaps = [b.top - a.bottom for a, b in pairwise(lines) if a.column == b.column and -2 < b.top - a.bottom < 3 * a.size]
    usual = median(gaps) if gaps else 3.0
    paragraphs: list[_Paragraph] = []
    before: Line | None = None
    for line in lines:
        if before is None or _starts_paragraph(before, line, usual, paragraphs[-1]):
            paragraphs.append(_Paragraph())
        paragraphs[-1].lines.append(line)
        before = line
    return paragraphs


def _starts_paragraph(before: Line, line: Line, usual: float, paragraph: _Paragraph) -> bool:
    if abs(before.size - line.size) > 0.6 or before.bold != line.bold or _BULLET.match(line.text) or _opens(line):
        return True
    if (
        line.top < before.top or line.column != before.column
    ):  # the next column or page: only a sentence broken off runs on
        return not _breaks_off(before.text, line.text)
    if line.top - before.bottom > usual + 0.35 * line.size:
        return True
    is_short = before.right < before.column_right - 0.2 * max(60.0, before.column_right - before.left)
    return is_short and not line.text[:1].islower() and not before.text.endswith(("-", ","))


def _opens(line: Line) -> bool:
    return opens_list((line.cells or ("",))[0], line.text)


def _breaks_off(before: str, line: str) -> bool:
    return before[-1:] not in '.!?:”"' and (line[:1].islower() or before.endswith("-"))


def _dated(paragraphs: list[_Paragraph], cuts: list[str]) -> tuple[list[str], list[_Paragraph]]:
    """The lines at the head of a letter that only give its date, number and reference; and the rest."""
    dated: list[str] = []
    kept: list[_Paragraph] = []
    for number, paragraph in enumerate(paragraphs):
        line = paragraph.text
        if number < 10 and len(line) < 120 and (is_top_line(line) or is_top_row(paragraph.cells)):
            dated += [line, *(paragraph.cells if len(paragraph.cells) > 1 else ())]
        else:
            kept.append(paragraph)
    if dated:
        cuts.append(f"cut: {len(paragraphs) - len(kept)} lines of date and reference: '{dated[0][:60]}'")
    return dated, kept


def _without_sender(paragraphs: list[_Paragraph], cuts: list[str]) -> list[_Paragraph]:
    """A letter without its sender's name as the first line, as it stands beside a coat of arms or a logo."""
    first = paragraphs[0].text if len(paragraphs) > 2 else ""
    if not first or len(first) > 80 or not is_office(first):
        return paragraphs
    cuts.append(f"cut: the sender's name '{first}'")
    return paragraphs[1:]


def _without_addressees(paragraphs: list[_Paragraph], cuts: list[str]) -> list[_Paragraph]:
    told = [((paragraph.lines[0].cells or ("",))[0], paragraph.text) for paragraph in paragraphs]
    gone = addressees(told)
    if gone:
        cuts.append(f"cut: to whom the letter goes: '{paragraphs[min(gone)].text[:60]}'")
    return [paragraph for number, paragraph in enumerate(paragraphs) if number not in gone]


def _without_kind(paragraphs: list[_Paragraph], cuts: list[str]) -> list[_Paragraph]:
    """ "KUTSU" or "LAUSUNTOPYYNTÖ" at the head of a letter whose title is another line."""
    top = takewhile(lambda paragraph: len(paragraph.text) < 60, paragraphs[:4])  # "Ohjelma" further down is a heading
    gone = [paragraph for paragraph in top if is_kind(paragraph.text)]
    if not gone or len(gone) == len(paragraphs):
        return paragraphs
    cuts.append(f"cut: the kind of the letter: '{gone[0].text}'")
    return [paragraph for paragraph in paragraphs if paragraph not in gone]


def _published(dated: Sequence[str]) -> tuple[Moment | None, str]:
    plain = [without_reference(line) for line in dated]
    published, _, evidence = published_line(plain)
    if published is None:
        published = next((moment for line in plain if (moment := read_moment(line))), None)
    return published, f"printed: {'; '.join(evidence) or published.text}" if published else ""


def _title(paragraphs: list[_Paragraph], body_size: float, own_title: str) -> tuple[str, list[_Paragraph]]:
    """The title and the paragraphs without it: the largest print, a bold line, a subject line, or the file's own."""
    head = [paragraph for paragraph in paragraphs[:15] if 3 < len(paragraph.text) < 220]
    large = [paragraph for paragraph in head if paragraph.size > body_size * 1.12]
    said = [paragraph for paragraph in head if own_title and folded(paragraph.text) == folded(own_title)]
    bold = [paragraph for paragraph in head if paragraph.bold and not is_letterhead_cell(paragraph.text)]
    chosen = (
        _largest(large)
        or next(iter(said), None)
        or next((p for p in head if _SUBJECT.match(p.text)), None)
        or next(iter(bold), None)
    )
    if chosen is None and own_title:
        return own_title, paragraphs
    if chosen is None:
        chosen = next((paragraph for paragraph in head if len(paragraph.text) > 12), None)
        return (chosen.text if chosen else ""), paragraphs
    if is_kind(chosen.text):  # "KUTSU" over the title proper
        at = paragraphs.index(chosen)
        following = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        if (
            following is not None
            and len(following.text) < 220
            and (following.bold or following.size > body_size * 1.08)
        ):
            rest = [paragraph for paragraph in paragraphs if paragraph not in (chosen, following)]
            return following.text, rest
    return _SUBJECT.sub("", chosen.text), [paragraph for paragraph in paragraphs if paragraph is not chosen]


def _largest(paragraphs: Sequence[_Paragraph]) -> _Paragraph | None:
    return max(paragraphs, key=lambda paragraph: round(paragraph.size), default=None)
