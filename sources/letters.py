"""Printed lines of a letter to its text: paragraphs mended, furniture and letterhead cut, title and date found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from statistics import median

from sources.addressees import addressees, opens_list
from sources.letter_tops import head_date, is_kind, is_top_line, is_top_row, without_reference
from sources.letterhead import is_letterhead_cell, is_office, letterhead_rows
from sources.margins import without_margins
from sources.phrases import RELEASE
from sources.printed_tables import with_rows
from sources.printing import Line, joined
from sources.trimming import folded
from stories.dates import Moment, published_line, read_moment

_BULLET = re.compile(r"(?:[•●▪■◦‣∙·–—*-]|\uf0a7|o(?=\s)|\d{1,2}[.)]|[a-zåäö]\))\s+(?=\S)")
_MARK = re.compile(r"(?:[•●▪■◦‣∙·–—*]|\uf0a7|-|o(?=\s))\s+")
_PARTS = re.compile(r"\s[|•·]\s")
_HOUR = re.compile(r"\bklo\b|\bkl\b|\d[.:]\d{2}\b")
_CLOSING = 6  # paragraphs at a letter's end, where it is signed
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
    def is_row(self) -> bool:
        """Whether it is a table's row."""
        return self.lines[0].is_row

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


def letter_of(pages: Sequence[Sequence[Line]], own_title: str) -> Letter:
    """Lines of pages to a letter; `own_title` is what the file calls itself."""
    cuts: list[str] = []
    kept, at_top, edges = without_margins(pages, _body_size([line for page in pages for line in page]))
    cuts += edges
    kept = _without_letterhead(kept, cuts)
    lines = [line for page in kept for line in with_rows(page)]
    body_size = _body_size(lines)
    paragraphs = _paragraphs(lines)
    dated, paragraphs = _dated(paragraphs, cuts)
    dated += at_top or _signed(paragraphs, dated)
    paragraphs = _without_sender(paragraphs, cuts)
    paragraphs = _without_addressees(paragraphs, cuts)
    title, rest = _title(paragraphs, body_size, own_title)
    rest, over = _without_top(paragraphs, rest, cuts)
    dated += over
    rest = _without_kind(rest, cuts)
    published, evidence = _published(dated)
    release = next((hit["number"] for line in [*dated, title] if (hit := RELEASE.search(line[:300]))), None)
    body = _body(rest)
    return Letter(
        title=title,
        body=body,
        paragraphs=len(rest),
        published=published,
        evidence=evidence,
        release=release,
        cuts=tuple(cuts),
    )


def _body(paragraphs: Sequence[_Paragraph]) -> str:
    """Paragraphs parted by a blank line; the items of one list and the rows of one table stand on following lines."""
    parts: list[str] = []
    was_row = False
    for paragraph in paragraphs:
        text = paragraph.text
        item = _MARK.sub("- ", text, count=1) if _MARK.match(text) else text
        is_next_item = item.startswith("- ") and bool(parts) and parts[-1].startswith("- ")
        is_next_row = was_row and paragraph.is_row
        parts += [("\n" if is_next_item or is_next_row else "\n\n") if parts else "", item]
        was_row = paragraph.is_row
    return "".join(parts)


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
    if before.is_row or line.is_row:
        return True
    if abs(before.size - line.size) > 0.6 or before.bold != line.bold or _BULLET.match(line.text) or _opens(line):
        return True
    if (
        line.top < before.top or line.column != before.column
    ):  # the next column or page: only a sentence broken off runs on
        return not _breaks_off(before.text, line.text)
    gap = line.top - before.bottom
    if gap > usual + 0.35 * line.size:
        return True
    if gap > 0.6 * line.size and before.text.endswith((".", "!", "?")) and not line.text[:1].islower():
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


def _signed(paragraphs: list[_Paragraph], dated: Sequence[str]) -> list[str]:
    """The line among the last ones that gives the day of signing, where the head of a letter gives none; it is cut."""
    if any(read_moment(line) for line in dated):
        return []
    for paragraph in reversed(paragraphs[-_CLOSING:]):
        day = next((line.text for line in paragraph.lines if is_top_line(line.text) and read_moment(line.text)), "")
        if day:
            paragraph.lines = [line for line in paragraph.lines if line.text != day]
            if not paragraph.lines:
                paragraphs.remove(paragraph)
            return [day]
    return []


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


def _without_top(
    paragraphs: list[_Paragraph], rest: list[_Paragraph], cuts: list[str]
) -> tuple[list[_Paragraph], list[str]]:
    """A letter without its sender's lines over its title (names, units, slogans, the day), and the days they give."""
    number = next((at for at, paragraph in enumerate(paragraphs) if paragraph not in rest), 0)
    above = paragraphs[:number]
    parts = [part for paragraph in above for cell in paragraph.cells for part in _PARTS.split(cell)]
    if not above or number > 6 or any(_says_something(part) for part in parts):
        return rest, []
    cuts.append(f"cut: {number} lines over the title: '{above[0].text[:60]}'")
    return [paragraph for paragraph in rest if paragraph not in above], [
        day for part in parts if (day := head_date(part))
    ]


def _says_something(text: str) -> bool:
    if len(text) > 90 or text.rstrip()[-1:] in ".!?,:":
        return True
    return not head_date(text) and (read_moment(text) is not None or _HOUR.search(text) is not None)


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
