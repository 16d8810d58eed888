"""The private warehouse, opened for its one writer, with the schema of this program."""

from __future__ import annotations

import shutil
from typing import Any, Final

import duckdb

from warehouse.disk import settle
from warehouse.home import Home
from warehouse.lock import Locked, is_writer
from warehouse.schema import Migration, apply, due, shipped
from warehouse.statements import sql
from warehouse.views import renew_views

Connection = duckdb.DuckDBPyConnection

# For every file that is written: older clients (1.4, 1.5) can read the file, and no extension is looked for.
SETTINGS: Final[dict[str, Any]] = {
    "storage_compatibility_version": "v1.0.0",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def connect(home: Home) -> Connection:
    """Opens the warehouse inside `writer(home, …)`, brings its schema and its views up to date.

    Raises Locked when another program has the file open, SchemaError when the file is newer than this program.
    """
    if not is_writer(home):
        raise RuntimeError("connect(home) belongs inside `with writer(home, wait=…):`")
    connection = _open(home)
    try:
        missing = due(connection, shipped())
        if missing and missing[0].version > 1:
            connection = _back_up(home, connection, missing[0])
        for migration in missing:
            apply(connection, migration)
        renew_views(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _open(home: Home) -> Connection:
    try:
        connection = duckdb.connect(str(home.warehouse), config=SETTINGS)
    except duckdb.IOException as error:
        if "Could not set lock" not in str(error):
            raise
        raise Locked(f"another program has {home.warehouse} open; close it and try again ({_line(error)})") from error
    connection.execute(sql("schema/session"))
    return connection


def _back_up(home: Home, connection: Connection, migration: Migration) -> Connection:
    # Closing checkpoints: the copy needs no write-ahead log. Copying an open file would drop DuckDB's own lock on it.
    connection.close()
    home.backups.mkdir(parents=True, exist_ok=True)
    copy = home.backups / f"before-{migration.version:04d}.duckdb"
    settle(copy, lambda path: shutil.copyfile(home.warehouse, path))
    return _open(home)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
