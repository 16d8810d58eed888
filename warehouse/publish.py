"""The editors' snapshot: built beside the old one, checked, and put in its place in one step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from warehouse.about import describe
from warehouse.connection import Connection
from warehouse.disk import settle
from warehouse.follow_ups import link_follow_ups
from warehouse.home import Home
from warehouse.reading import read_stories
from warehouse.retention import keep_copy, read_retention, thin_archive
from warehouse.search import index
from warehouse.statements import names, sql
from warehouse.transaction import transaction
from warehouse.views import mend_views

_SHOWN: Final = 3


class Unfit(Exception):
    """The new snapshot breaks a rule and was not published; the message names the rule. The old one stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The snapshot's file and how many stories and articles it holds."""

    path: Path
    stories: int
    articles: int


def publish(connection: Connection, home: Home) -> Published:
    """Replaces the published snapshot with the warehouse's present content.

    Raises Unfit when that breaks a rule, VocabularyError and RetentionError where the home's files cannot be used.
    """
    home.prepare()
    mend_views(connection)
    describe(connection, home)
    read_stories(connection)
    link_follow_ups(connection)
    index(connection)
    counts: list[tuple[int, int]] = []
    connection.execute("checkpoint")
    settle(home.published, lambda draft: counts.append(_build(connection, draft, home.published)))
    drop_log(home.published)
    _let_go(connection, home)
    ((stories, articles),) = counts
    return Published(path=home.published, stories=stories, articles=articles)


def _let_go(connection: Connection, home: Home) -> None:
    """Keeps a dated copy of what was published, and lets go of what is older than the home's settings allow."""
    ((night,),) = connection.execute(sql("retention/night")).fetchall()
    retention = read_retention(home)
    keep_copy(home, night, retention)
    thin_archive(connection, home, retention, night)


def _build(connection: Connection, draft: Path, published: Path) -> tuple[int, int]:
    drop_log(draft)
    with _attached(connection, draft):
        with transaction(connection):
            for part in ("begin", "news", "tables", "occasions", "search"):
                connection.execute(sql(f"snapshot/{part}"))
        for check in names("checks"):
            _demand(connection, check)
        # A cursor of its own stands in the draft: what it makes names no database, as if the draft were open alone.
        with closing(connection.cursor()) as inside:
            inside.execute(sql("snapshot/enter"))
            with transaction(inside):
                for part in ("views", "macros", "comments"):
                    inside.execute(sql(f"snapshot/{part}"))
    counts = verify(draft)
    draft.chmod(0o444)
    # A log that an editor's client left beside the old snapshot would make the new one unreadable.
    drop_log(published)
    return counts


@contextmanager
def _attached(connection: Connection, draft: Path) -> Iterator[None]:
    connection.execute(sql("snapshot/attach"), {"path": str(draft)})
    try:
        yield
        connection.execute(sql("snapshot/detach"))
    except BaseException:
        # A full disk may show itself only now, when all that was written is brought to its place.
        with suppress(duckdb.Error):
            connection.execute(sql("snapshot/detach"))
        draft.unlink(missing_ok=True)
        drop_log(draft)
        raise


def _demand(connection: Connection, check: str) -> None:
    faults = connection.execute(sql(check)).fetchall()
    if faults:
        rule = sql(check).partition("\n")[0].removeprefix("-- ")
        shown = "; ".join(", ".join(str(part) for part in fault) for fault in faults[:_SHOWN])
        raise Unfit(f"not published, the old snapshot stays: {rule} ({Path(check).name}, {len(faults)} times: {shown})")


def verify(draft: Path) -> tuple[int, int]:
    """Opens a snapshot as readers do, asks every view and macro, and returns how many stories and articles it holds."""
    with closing(duckdb.connect(str(draft), read_only=True)) as snapshot:
        row = snapshot.execute(sql("snapshot/verify")).fetchone()
    assert row is not None
    return row[0], row[1]


def drop_log(database: Path) -> None:
    """Removes the log that a client which opened the file for writing may have left beside it."""
    database.with_name(f"{database.name}.wal").unlink(missing_ok=True)
