"""All or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commits what is done inside when it ends well, and undoes it when it raises."""
    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException:
        # A failed commit has already undone everything; then there is nothing left to roll back.
        with suppress(duckdb.TransactionException):
            connection.rollback()
        raise
