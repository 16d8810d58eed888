"""Questions to the snapshot: an editor's own SQL, and what a letter is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Timer
from typing import Any, Final

import duckdb

from warehouse.mistakes import explain
from warehouse.snapshot import Snapshot, SnapshotMissing, open_snapshot

__all__ = [
    "QueryError",
    "Snapshot",
    "SnapshotMissing",
    "Table",
    "digest_history",
    "occasions_after",
    "open_snapshot",
    "query",
    "source_counts",
    "stories_of_week",
]

_READING: Final = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
_PAGE: Final = 2_000


class QueryError(Exception):
    """A question that cannot be answered; the message is one clear line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An answer: column names, and rows in their order; instants are aware, on the Finnish clock."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def query(snapshot: Snapshot, sql: str, *, seconds: float, parameters: Mapping[str, object] | None = None) -> Table:
    """Answers one SELECT-like statement, with values for its $names, within `seconds`; raises QueryError otherwise."""
    _demand_reading(sql)
    with _limited(snapshot.connection, seconds), _explained(snapshot):
        found = snapshot.connection.execute(sql, parameters or None)
        columns = tuple(column[0] for column in found.description)
        rows: list[tuple[Any, ...]] = []
        # Page by page, so that the time limit also holds while rows are carried over.
        while page := found.fetchmany(_PAGE):
            rows += page
    return Table(columns=columns, rows=rows)


def stories_of_week(snapshot: Snapshot, week_start: datetime, week_end: datetime) -> list[dict[str, Any]]:
    """Stories published in [week_start, week_end), newest first, as keyword arguments of a digest's `Entry`.

    `versions` holds {"title", "url", "summary"} by language, for the languages there are.
    """
    rows = snapshot.rows("read/stories_of_week", week_start=week_start, week_end=week_end)
    return [row | {"versions": _versions(row), **_named(row, "organisation_name"), **_tuples(row)} for row in rows]


def occasions_after(snapshot: Snapshot, instant: datetime) -> list[dict[str, Any]]:
    """Events and deadlines not over at `instant`, by start, as keyword arguments of a digest's `Due`."""
    rows = snapshot.rows("read/occasions_after", instant=instant)
    return [row | _named(row, "title") | _named(row, "url") for row in rows]


def digest_history(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Every story of every letter made: issue_id, week, audience, language, position, story_id."""
    return snapshot.rows("read/digest_history")


def source_counts(snapshot: Snapshot) -> dict[str, int]:
    """How many sources are read (`total`), do not answer (`failing`) and have gone `silent`."""
    (counts,) = snapshot.rows("read/source_counts")
    return counts


def _demand_reading(sql: str) -> None:
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryError(explain(str(error), {})) from error
    if len(statements) != 1:
        raise QueryError(f"one question at a time: this is {len(statements)} of them")
    if statements[0].type not in _READING:
        raise QueryError("the snapshot is read-only: ask with SELECT, WITH, FROM, DESCRIBE or EXPLAIN")


@contextmanager
def _limited(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    timer = Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise QueryError(f"stopped after {seconds:g} seconds: narrow the question, or allow it more time") from error
    finally:
        timer.cancel()
        timer.join()


@contextmanager
def _explained(snapshot: Snapshot) -> Iterator[None]:
    try:
        yield
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise QueryError(explain(str(error), _names(snapshot))) from error


def _names(snapshot: Snapshot) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in snapshot.rows("read/names"):
        found.setdefault(row["kind"], []).append(row["name"])
    return found


def _versions(row: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return {
        code: {"title": version["title"], "url": version["url"], "summary": version["summary"] or ""}
        for code, version in row["versions"].items()
        if version["url"]
    }


def _named(row: Mapping[str, Any], column: str) -> dict[str, dict[str, str]]:
    return {column: {code: text for code, text in row[column].items() if text}}


def _tuples(row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {column: tuple(row[column]) for column in ("languages", "sources")}
