"""The private views, made anew only when they are not those of this program: making them takes longer than opening."""

from __future__ import annotations

from hashlib import sha256

import duckdb

from warehouse.statements import names, sql
from warehouse.transaction import transaction


def renew_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the views anew when their texts, or the schema below them, are others than when they were last made."""
    connection.execute(sql("schema/view_ledger"))
    if _known(connection)[:1] != (_source(connection),):
        _make(connection)


def mend_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the views anew also when a hand, or a program that keeps no ledger of them, has made others."""
    if _known(connection) != (_source(connection), _made(connection)):
        _make(connection)


def _make(connection: duckdb.DuckDBPyConnection) -> None:
    with transaction(connection):
        for view in names("views"):
            connection.execute(sql(view))
        connection.execute(sql("schema/forget_views"))
        connection.execute(sql("schema/record_views"), [_source(connection), _made(connection)])


def _known(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    return connection.execute(sql("schema/views_known")).fetchone() or ()


def _source(connection: duckdb.DuckDBPyConnection) -> str:
    # A view holds the columns that its tables had: the same text over another schema is another view.
    steps = connection.execute(sql("schema/applied")).fetchall()
    return sha256("\n".join([repr(steps), *(sql(view) for view in names("views"))]).encode()).hexdigest()


def _made(connection: duckdb.DuckDBPyConnection) -> str:
    ((told,),) = connection.execute(sql("schema/views_made")).fetchall()
    return str(told)
