"""What a person sees: rich tables and progress on a terminal, plain aligned lines when piped."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from flows.night import Report
from stories.visit import Visit

_STEPS = {
    "crawl": "Visiting sources",
    "link": "Linking variants",
    "publish": "Publishing the snapshot",
    "digest": "Writing the letters",
}


def is_terminal() -> bool:
    """Whether a person reads stdout."""
    return sys.stdout.isatty()


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, title: str = "") -> None:
    """Prints rows under their columns: a rich table on a terminal, aligned plain text otherwise."""
    texts = [[_cell(value) for value in row] for row in rows]
    if not is_terminal():
        sys.stdout.write(plain_table(columns, texts))
        return
    drawn = Table(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for number, column in enumerate(columns):
        is_number = bool(rows) and all(isinstance(row[number], int | float | None) for row in rows)
        drawn.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in texts:
        drawn.add_row(*(Text(cell) for cell in row))
    Console().print(drawn)


def plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Aligned text without colour or lines, one row a line.

    >>> print(plain_table(["a", "b"], [["1", "two"]]), end="")
    a  b
    1  two
    """
    lines = [[" ".join(cell.split()) for cell in row] for row in ([*columns], *rows)]
    widths = [max(len(line[number]) for line in lines) for number in range(len(columns))]
    drawn = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)
    return "".join(f"{line}\n" for line in drawn)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(_cell(part) for part in value)
    return str(value)


def say(text: str = "") -> None:
    """One line for a person."""
    sys.stdout.write(f"{text}\n")


@contextmanager
def night_report(*, quiet: bool = False) -> Iterator[Report]:
    """Progress of a night on stderr: a bar on a terminal, a line a step and a failing source otherwise."""
    if quiet:
        yield Report()
    elif sys.stderr.isatty():
        with _bar() as progress:
            yield _bar_report(progress)
    else:
        yield _line_report()


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description:<26}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[last]}"),
        console=Console(stderr=True),
        transient=True,
    )


def _bar_report(progress: Progress) -> Report:
    task = progress.add_task("Reading the registry", total=None, last="")

    def visited(visit: Visit) -> None:
        progress.update(task, advance=1, last=visit.source)

    return Report(
        step=lambda name: progress.update(task, description=_STEPS.get(name, name), last=""),
        planned=lambda total: progress.update(task, total=total),
        visited=visited,
    )


def _line_report() -> Report:
    def visited(visit: Visit) -> None:
        read = f"{len(visit.articles)} read" if visit.outcome == "read" else visit.outcome
        sys.stderr.write(f"  {visit.source}: {visit.error or read}\n")

    return Report(
        step=lambda name: _flushed(f"{_STEPS.get(name, name)} …\n"),
        planned=lambda total: _flushed(f"  {total} sources tonight\n"),
        visited=visited,
    )


def _flushed(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
