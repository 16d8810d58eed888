"""`kooste export`: parts of the snapshot as files for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cli.faults import Misused
from cli.options import Home, Now

if TYPE_CHECKING:
    from flows.settings import Settings
    from warehouse.export import TableName
    from warehouse.home import Home as HomeDirectory


Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="From this day on, such as 2026-11-16 (Finnish time).")
]
Form = Annotated[
    Literal["parquet", "csv", "jsonl", "opml", "atom", "ics"],
    typer.Option("--format", help="The form of the file."),
]
Which = Annotated[
    Literal["news", "article", "organisation"],
    typer.Option("--table", help="One row a story, text or organisation."),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="Where to; standard output if not given. ics into a directory: one file an entry."
    ),
]
Excel = Annotated[
    bool,
    typer.Option("--excel", help="CSV as a Finnish Excel opens it: semicolons, byte order mark, 20.11.2026 3.00."),
]
OneStory = Annotated[
    str | None,
    typer.Option("--story", metavar="STORY", help="ics: of this story only (its id, an article's id or address)."),
]
Titles = Annotated[
    Literal["fi", "sv"], typer.Option("--language", help="ics: the language of titles where there is a choice.")
]


def export(
    since: Since = None,
    format_: Form = "csv",
    table: Which = "news",
    out: Out = None,
    *,
    excel: Excel = False,
    story: OneStory = None,
    language: Titles = "fi",
    home: Home = None,
    now: Now = None,
) -> None:
    """Write news, articles or the register of organisations to a file, from the published snapshot.

    opml lists the organisations' sources, atom the stories, whatever --table says. A register needs no --since.
    ics are events and deadlines for a calendar program: all that are not over yet (or not over on the day of --since),
    or with --story those of one story. An entry keeps its identity, so importing a newer file moves what has moved.
    """
    from flows.settings import Settings

    settings = Settings.of(home=home, now=now)
    if format_ == "ics":
        _write_calendar(settings, story, _day(since), language, out)
        return
    if story is not None:
        raise Misused("--story goes with --format ics")
    if since is None and table != "organisation" and format_ != "opml":
        raise Misused("--since is missing: name the first day, such as --since 2026-11-16")
    if excel and format_ != "csv":
        raise Misused("--excel goes with --format csv")
    if format_ == "parquet" and out is None:
        raise Misused("--format parquet needs --out FILE")
    _write(settings.home, format_, table, _day(since), out, excel)


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


def _write_calendar(
    settings: Settings, story: str | None, since: datetime | None, language: str, out: Path | None
) -> None:
    from digest.calendar import occasion_calendar, occasion_calendars
    from digest.material import Due
    from warehouse.dossier import named
    from warehouse.export import occasions_of
    from warehouse.read import open_snapshot

    with open_snapshot(settings.home) as snapshot:
        story_id = named(snapshot, story).story_id if story else None
        open_since = since or (None if story else settings.now)
        dues = [Due(**row) for row in occasions_of(snapshot, story_id=story_id, since=open_since)]
    if out is not None and out.is_dir():
        for name, text in occasion_calendars(dues, language=language):
            _put([text], out / name)
        return
    _put([occasion_calendar(dues, language=language)], out)


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
