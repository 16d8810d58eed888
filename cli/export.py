"""`kooste export`: parts of the snapshot as files for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cli.faults import Misused
from cli.options import Home

if TYPE_CHECKING:
    from warehouse.export import TableName
    from warehouse.home import Home as HomeDirectory


def export(
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day on, such as 2026-11-16 (Finnish time).")
    ] = None,
    format_: Annotated[
        Literal["parquet", "csv", "jsonl", "opml", "atom"], typer.Option("--format", help="The form of the file.")
    ] = "csv",
    table: Annotated[
        Literal["news", "article", "organisation"],
        typer.Option("--table", help="One row a story, text or organisation."),
    ] = "news",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to; standard output if not given.")
    ] = None,
    excel: Annotated[
        bool,
        typer.Option("--excel", help="CSV as a Finnish Excel opens it: semicolons, byte order mark, 20.11.2026 3.00."),
    ] = False,
    home: Home = None,
) -> None:
    """Write news, articles or the register of organisations to a file, from the published snapshot.

    opml lists the organisations' sources, atom the stories, whatever --table says. A register needs no --since.
    """
    from flows.settings import Settings

    if since is None and table != "organisation" and format_ != "opml":
        raise Misused("--since is missing: name the first day, such as --since 2026-11-16")
    if excel and format_ != "csv":
        raise Misused("--excel goes with --format csv")
    if format_ == "parquet" and out is None:
        raise Misused("--format parquet needs --out FILE")
    _write(Settings.of(home=home).home, format_, table, _day(since), out, excel)


def _write(
    home: HomeDirectory, format_: str, table: TableName, since: datetime | None, out: Path | None, excel: bool
) -> None:
    from warehouse.export import export_atom, export_csv, export_jsonl, export_opml, export_parquet
    from warehouse.read import open_snapshot

    if format_ == "parquet" and out:
        export_parquet(home, table, since, out)
        return
    with open_snapshot(home) as snapshot:
        if format_ == "csv":
            _put(export_csv(snapshot, table, since, for_excel=excel), out)
        elif format_ == "jsonl":
            _put(export_jsonl(snapshot, table, since), out)
        else:
            _put([export_opml(snapshot, since) if format_ == "opml" else export_atom(snapshot, since)], out)


def _put(parts: Iterable[str], out: Path | None) -> None:
    from warehouse.disk import settle

    if out is None:
        sys.stdout.writelines(parts)
        return

    def write(draft: Path) -> None:
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)

    settle(out, write)


def _day(text: str | None) -> datetime | None:
    from flows.settings import SettingsError, instant

    try:
        return instant(text) if text else None
    except SettingsError as error:
        raise Misused(f"--since {text!r}: write it as 2026-11-16") from error
