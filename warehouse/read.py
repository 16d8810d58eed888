"""Questions to the snapshot: an editor's own SQL, and what a letter is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
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
    "Span",
    "Table",
    "digest_history",
    "occasions_after",
    "open_snapshot",
    "query",
    "source_counts",
    "stories_for_letter",
    "stories_with_deadlines",
]

_READING: Final = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
_PAGE: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A letter's week, and the time within which older stories were met or changed to be told in it; ends excluded."""

    week_start: datetime
    week_end: datetime
    seen_from: datetime
    seen_until: datetime


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


def stories_for_letter(snapshot: Snapshot, span: Span, *, picked: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Stories that one week's letter may tell, newest first, as keyword arguments of a digest's `Entry`.

    They are those published in the week, those `picked`, and older ones that were met, or changed, between `seen_from`
    and `seen_until`. `versions` holds {"title", "url", "summary", "body", "first_seen_at", "wordings"} by language, for
    the languages there are; `wordings` ({"seen_at", "title", "summary", "body"}, oldest first, today's last) only where
    a text has changed.
    """
    rows = snapshot.rows("read/stories_for_letter", **asdict(span), picked=list(picked))
    texts = _texts(snapshot, [row["story_id"] for row in rows])
    return [
        row
        | {"versions": _versions(row, texts.get(row["story_id"], {}))}
        | _named(row, "organisation_name")
        | _tuples(row)
        for row in rows
    ]


def stories_with_deadlines(snapshot: Snapshot, instant: datetime) -> list[str]:
    """The stories that have a deadline after `instant`, by id."""
    return [row["story_id"] for row in snapshot.rows("read/stories_with_deadlines", instant=instant)]


def occasions_after(snapshot: Snapshot, instant: datetime) -> list[dict[str, Any]]:
    """Events and deadlines not over at `instant`, by start, as keyword arguments of a digest's `Due`."""
    rows = snapshot.rows("read/occasions_after", instant=instant)
    return [row | _named(row, "title") | _named(row, "url") | _named(row, "organisation_name") for row in rows]


def digest_history(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Every story of every letter made: issue_id, week, audience, language, position, story_id."""
    return snapshot.rows("read/digest_history")


def source_counts(snapshot: Snapshot) -> dict[str, Any]:
    """How many sources are read (`total`), do not answer (`failing`), are `silent`; `since` when anything was read."""
    (counts,) = snapshot.rows("read/source_counts")
    (reading,) = snapshot.rows("read/reading_since")
    return {**counts, **reading}


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


def _texts(snapshot: Snapshot, stories: Sequence[str]) -> dict[str, dict[tuple[str, str], list[dict[str, Any]]]]:
    """By story, and then by language and address, all that each text has said."""
    found: dict[str, dict[tuple[str, str], list[dict[str, Any]]]] = {}
    for row in snapshot.rows("read/wordings", stories=list(stories)):
        found.setdefault(row["story_id"], {}).setdefault((row["language"], row["url"]), []).append(row)
    return found


def _versions(
    row: Mapping[str, Any], texts: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]
) -> dict[str, dict[str, Any]]:
    return {
        code: {
            "title": version["title"],
            "url": version["url"],
            "summary": version["summary"] or "",
            "first_seen_at": min(
                (said[0]["first_seen_at"] for (language, _), said in texts.items() if language == code), default=None
            ),
            **_wordings(texts.get((code, version["url"]), ())),
        }
        for code, version in row["versions"].items()
        if version["url"]
    }


def _wordings(said: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    kept = ("seen_at", "title", "summary", "body")
    return {
        "body": said[-1]["body"] if said else "",
        "wordings": [{key: one[key] for key in kept} for one in said] if len(said) > 1 else [],
    }


def _named(row: Mapping[str, Any], column: str) -> dict[str, dict[str, str]]:
    return {column: {code: text for code, text in row[column].items() if text}}


def _tuples(row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {column: tuple(row[column]) for column in ("languages", "sources", "topics", "regions")}
