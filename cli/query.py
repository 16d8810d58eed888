"""`kooste query` and `kooste search`: questions to the published snapshot."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

import typer

from cli.faults import Misused
from cli.options import Home

Format = Literal["table", "json", "csv", "markdown"]
FormatOption = Annotated[Format, typer.Option("--format", help="How the answer is printed.")]
Seconds = Annotated[float, typer.Option("--seconds", help="Give up after this long.", min=0.1)]


def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT; - reads it from standard input.")],
    home: Home = None,
    format_: FormatOption = "table",
    seconds: Seconds = 60.0,
) -> None:
    """Ask the published snapshot in SQL: views news, article, variant, occasion, source_health, …

    Example: kooste query "from week('2026-W47') select title_fi, title_sv"
    """
    text = sys.stdin.read() if sql == "-" else sql
    if not text.strip():
        raise Misused('no SQL given; try kooste query "from news"')
    _answer(text, home, format_, seconds, parameters={})


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="Words that the text must hold.")],
    home: Home = None,
    format_: FormatOption = "table",
    limit: Annotated[int, typer.Option("--limit", help="At most this many articles.", min=1)] = 20,
    language: Annotated[
        str | None, typer.Option("--language", metavar="fi|sv|en|se", help="Only articles written in this language.")
    ] = None,
) -> None:
    """Find articles by words of their title, summary and body, best first.

    A word is found in all its forms, inside compounds, and in other languages: "järjestöjen yhteistyö" also finds what
    was written in Swedish only. word* is a beginning, '"several words"' stand together as they are written.
    """
    from flows.settings import Settings
    from warehouse.find import find
    from warehouse.read import open_snapshot

    with open_snapshot(Settings.of(home=home).home) as snapshot:
        hits = find(snapshot, " ".join(words), language=language, most=limit)
    columns = ("title", "language", "organisation", "published_at", "url", "snippet", "score")
    _print(columns, [[getattr(hit, column) for column in columns] for hit in hits], format_)


def _answer(sql: str, home: Home, format_: Format, seconds: float, parameters: dict[str, Any]) -> None:
    from flows.settings import Settings
    from warehouse.read import open_snapshot
    from warehouse.read import query as ask

    with open_snapshot(Settings.of(home=home).home) as snapshot:
        found = ask(snapshot, sql, seconds=seconds, parameters=parameters)
    _print(found.columns, found.rows, format_)


def _print(columns: Sequence[str], rows: Sequence[Sequence[Any]], format_: Format) -> None:
    from cli.screen import table

    if format_ == "table":
        table(columns, [[_shown(value) for value in row] for row in rows])
    elif format_ == "json":
        found = [dict(zip(columns, map(_plain, row), strict=True)) for row in rows]
        json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    elif format_ == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_safe(_shown(value)) for value in row] for row in rows)
    else:
        for line in (columns, ["---"] * len(columns), *rows):
            cells = (str(_shown(value)).replace("|", "\\|").replace("\n", " ") for value in line)
            sys.stdout.write(f"| {' | '.join(cells)} |\n")


def _plain(value: Any) -> Any:
    """A value as JSON knows it: instants and days in ISO form, Europe/Helsinki."""
    if isinstance(value, datetime):
        return _local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _shown(value: Any) -> Any:
    """A value as a person reads it."""
    if isinstance(value, datetime):
        return _local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list | tuple):
        return ", ".join(str(_shown(part)) for part in value)
    return "" if value is None else value


def _local(instant: datetime) -> datetime:
    from stories.dates import HELSINKI

    return instant.astimezone(HELSINKI) if instant.tzinfo else instant


def _safe(value: Any) -> Any:
    # A spreadsheet runs cells that begin so; crawled text is hostile.
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
