"""Progress of work on sources, shown on stderr to a person and to nobody else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """A bar (or, without a total, a count) on a terminal; the function given is told of each thing done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    counted = [BarColumn(), MofNCompleteColumn()] if total else [SpinnerColumn()]
    shown = Progress(
        TextColumn("{task.description:<18}"),
        *counted,
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[last]}", markup=True),
        console=Console(stderr=True),
        transient=True,
    )
    with shown:
        task = shown.add_task(title, total=total, last="")
        yield lambda name: shown.update(task, advance=1, last=name.replace("[", "\\["))
