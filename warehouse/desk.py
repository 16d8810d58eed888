"""What people decide and whom letters go to: one SQLite file of the home, closed to everybody else."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Final

from warehouse.home import Home
from warehouse.statements import names, sql

_PATIENCE: Final = 30.0  # seconds
_ORDER: Final = (
    "pragma journal_mode = wal",
    "pragma synchronous = full",  # a commit is on the disk before the next step is taken
    "pragma secure_delete = on",  # an address that is deleted is overwritten
    "pragma foreign_keys = on",
)


@contextmanager
def desk(home: Home) -> Iterator[sqlite3.Connection]:
    """The desk inside one transaction; two people at once wait for each other."""
    with closing(open_desk(home)) as connection, transaction(connection):
        yield connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commits what is done inside to the disk when it ends well, and undoes it when it raises."""
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def open_desk(home: Home) -> sqlite3.Connection:
    """The desk for longer work: each statement commits by itself; close it afterwards."""
    _close_to_others(home)
    return _prepared(sqlite3.connect(home.desk, timeout=_PATIENCE, isolation_level=None))


@contextmanager
def glance(home: Home) -> Iterator[sqlite3.Connection]:
    """The desk for a look that changes nothing; an empty one where there is none yet."""
    if home.desk.exists():
        with closing(open_desk(home)) as connection:
            connection.execute("pragma query_only = on")
            yield connection
    else:
        with closing(_prepared(sqlite3.connect(":memory:", isolation_level=None))) as connection:
            yield connection


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        for line in _ORDER:
            connection.execute(line)
        for schema in ("decisions/schema", *names("desk/schema")):
            connection.executescript(sql(schema))
    except BaseException:
        connection.close()
        raise
    return connection


def rows(connection: sqlite3.Connection, statement: str, /, **values: object) -> list[sqlite3.Row]:
    """The rows of one of the warehouse's own statements, by column name."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(sql(statement), values).fetchall()


def change(connection: sqlite3.Connection, statement: str, /, **values: object) -> int:
    """Runs one of the warehouse's own statements; returns how many rows it touched."""
    return connection.execute(sql(statement), values).rowcount


def written(instant: datetime) -> str:
    """An instant as the desk keeps it: text in UTC that sorts by time.

    >>> written(datetime(2026, 11, 23, 4, tzinfo=UTC))
    '2026-11-23T04:00:00+00:00'
    """
    return instant.astimezone(UTC).isoformat(timespec="seconds")


def _close_to_others(home: Home) -> None:
    """SQLite gives its journal files the mode of the file itself."""
    home.desk.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Only a file that is not there is opened: closing it again would drop the locks other connections hold on it.
        os.close(os.open(home.desk, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if home.desk.stat().st_mode & 0o077:
            home.desk.chmod(0o600)
