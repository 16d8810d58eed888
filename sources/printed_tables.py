"""Tables on a printed page: cells that stand under each other, each row put together though a cell runs over lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sources.printing import Line, joined

_TOLERANCE = 4.0  # points between the beginnings of cells of one column
_LEAST_ROWS = 3
_MOST_COLUMNS = 8


def with_rows(lines: Sequence[Line]) -> list[Line]:
    """Lines of one page with every table row as one line; all else as it was."""
    told: list[Line] = []
    at = 0
    while at < len(lines):
        end = _table_end(lines, at)
        told += _rows(lines[at:end]) if end > at else lines[at : at + 1]
        at = max(end, at + 1)
    return told


def _table_end(lines: Sequence[Line], start: int) -> int:
    """Where a table that begins at a line ends; the start itself when none begins there."""
    columns = lines[start].starts
    if not 2 <= len(columns) <= _MOST_COLUMNS or len(lines[start].cells[0]) < 3:  # a bullet is no cell
        return start
    at, rows, widest = start, 0, len(columns)
    while at < len(lines) and _fits(lines[at], columns) and _is_under(lines, start, at):
        rows += len(lines[at].cells) > 1 and abs(lines[at].left - columns[0]) < _TOLERANCE
        widest = max(widest, len(lines[at].cells))
        at += 1
    while at > start and len(lines[at - 1].cells) == 1 and abs(lines[at - 1].left - columns[0]) < _TOLERANCE:
        at -= 1
    return at if rows >= _LEAST_ROWS and widest > 2 else start


def _fits(line: Line, columns: Sequence[float]) -> bool:
    """Whether every cell of a line begins where a column does; one that begins the first and fills more is text."""
    at_column = all(any(abs(left - column) < _TOLERANCE for column in columns) for left in line.starts)
    overflows = len(line.cells) == 1 and abs(line.left - columns[0]) < _TOLERANCE and line.right > columns[1]
    return at_column and not overflows


def _is_under(lines: Sequence[Line], start: int, at: int) -> bool:
    """Whether a line follows its table closely, in the same column of the page."""
    if at == start:
        return True
    before, line = lines[at - 1], lines[at]
    return line.column == before.column and -0.5 * line.size < line.top - before.bottom < 2.5 * line.size


def _rows(lines: Sequence[Line]) -> list[Line]:
    columns = lines[0].starts
    rows: list[tuple[Line, list[list[str]]]] = []
    for line in lines:
        opens = abs(line.left - columns[0]) < _TOLERANCE
        if opens or not rows:
            rows.append((line, [[] for _ in columns]))
        for left, cell in zip(line.starts, line.cells, strict=True):
            rows[-1][1][_nearest(columns, left)].append(cell.strip())
    return [_row(line, [joined(parts) for parts in cells if parts]) for line, cells in rows]


def _nearest(columns: Sequence[float], left: float) -> int:
    return min(range(len(columns)), key=lambda number: abs(columns[number] - left))


def _row(line: Line, cells: Sequence[str]) -> Line:
    return replace(line, text=" | ".join(cells), cells=tuple(cells), is_row=True)
