"""Landing -> core: one transaction a batch, so that a batch is wholly loaded or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb

from warehouse.connection import Connection
from warehouse.disk import disk_fault
from warehouse.statements import sql
from warehouse.transaction import transaction

# Revisions compare with the texts that `articles` then overwrites; the source's state counts what was new.
_STEPS: Final = (
    "stage_visits",
    "stage_articles",
    "visits",
    "items",
    "revisions",
    "articles",
    "occasions",
    "about",
    "gone",
    "source_state",
)


class Unloadable(Exception):
    """A landed file that cannot be loaded; the message names it and says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many articles a source brought in one batch, by what they were to the warehouse."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a batch changed in the warehouse, by visited source; nothing when it had been loaded before."""

    batch: str
    by_source: Mapping[str, Count] = field(default_factory=dict)
    failed_sources: tuple[str, ...] = ()

    @property
    def new(self) -> int:
        """Articles never seen before."""
        return sum(count.new for count in self.by_source.values())

    @property
    def changed(self) -> int:
        """Articles whose content differs from what was read before."""
        return sum(count.changed for count in self.by_source.values())

    @property
    def unchanged(self) -> int:
        """Articles read again that say what they said."""
        return sum(count.unchanged for count in self.by_source.values())

    @property
    def gone(self) -> int:
        """Articles that their publisher has removed."""
        return sum(count.gone for count in self.by_source.values())


def load(connection: Connection, path: Path) -> Loaded:
    """Loads a landed batch once; a second time it changes nothing.

    Raises Unloadable, and keeps nothing of the batch, when its file is broken.
    """
    batch = path.stem
    if connection.execute(sql("load/known"), [batch]).fetchone():
        return Loaded(batch=batch)
    try:
        with transaction(connection):
            return _load(connection, path, batch)
    except duckdb.Error as error:
        if disk_fault(error):
            raise  # not the file's fault: it is loaded when there is room
        complaint = " ".join(str(error).split())[:300]
        raise Unloadable(f"{path} cannot be loaded, and nothing of it was: {complaint}") from error


def _load(connection: Connection, path: Path, batch: str) -> Loaded:
    connection.execute(sql("load/landed"), {"path": str(path)})
    for step in _STEPS:
        connection.execute(sql(f"load/{step}"))
    connection.execute(sql("load/ledger"), {"batch": batch})
    loaded = _counts(connection, batch)
    connection.execute(sql("load/clear"))
    return loaded


def _counts(connection: Connection, batch: str) -> Loaded:
    rows = connection.execute(sql("load/counts")).fetchall()
    return Loaded(
        batch=batch,
        by_source={row[0]: Count(new=row[1], changed=row[2], unchanged=row[3], gone=row[4]) for row in rows},
        failed_sources=tuple(row[0] for row in rows if row[5]),
    )
