"""The published snapshot, opened for reading only: by many at once, for as long as they like."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

import duckdb

from warehouse.home import Home
from warehouse.statements import sql

_SETTINGS: Final[dict[str, Any]] = {
    "threads": 1,
    "memory_limit": "2GB",
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class SnapshotMissing(Exception):
    """Nothing has been published yet; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open snapshot; it keeps its content while newer ones are published. Close it, or use it in `with`."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, name: str, **parameters: object) -> list[dict[str, Any]]:
        """The rows of one of the warehouse's own statements, by column name.

        Raises SnapshotMissing where the snapshot lacks what this version of the program asks for.
        """
        try:
            found = self.connection.execute(sql(name), parameters or None)
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise SnapshotMissing("the snapshot was published by an older Kooste: run `kooste run` first") from error
        columns = [column[0] for column in found.description]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_snapshot(home: Home, *, now: datetime | None = None) -> Snapshot:
    """Opens what was last published; `now` fixes the clock of `deadlines`. Raises SnapshotMissing when there is none.

    The file is attached to a fresh instance: opened directly, a process that still holds the old one would get that.
    """
    if not home.published.exists():
        raise SnapshotMissing(f"nothing has been published at {home.published} yet: run `kooste run` first")
    with ExitStack() as stack:
        connection = duckdb.connect(":memory:", config=_SETTINGS)
        stack.callback(connection.close)
        connection.execute(sql("read/attach"), {"path": str(home.published)})
        connection.execute(sql("read/clock"), {"now": now})
        connection.execute(sql("read/settle"))
        stack.pop_all()
    return Snapshot(connection)
