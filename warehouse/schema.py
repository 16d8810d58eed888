"""The schema's history: numbered files, each applied once, in one transaction, and never edited afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

import duckdb

from warehouse.statements import sql
from warehouse.transaction import transaction

_NAME: Final = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


class SchemaError(Exception):
    """The warehouse's schema and this program do not belong together; the message says how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step of the schema; `digest` is the SHA-256 of its text."""

    version: int
    name: str
    text: str

    @property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()


@cache
def shipped() -> tuple[Migration, ...]:
    """The migrations of this program, by version."""
    found = sorted(entry.name for entry in (files("warehouse") / "migrations").iterdir())
    texts = {
        name: (files("warehouse") / "migrations" / name).read_text(encoding="utf-8")
        for name in found
        if _NAME.fullmatch(name)
    }
    return tuple(Migration(version=int(name[:4]), name=name, text=text) for name, text in texts.items())


def due(connection: duckdb.DuckDBPyConnection, migrations: Sequence[Migration]) -> tuple[Migration, ...]:
    """The migrations not yet applied; raises SchemaError when an applied one is unknown or was edited."""
    connection.execute(sql("schema/ledger"))
    applied = connection.execute(sql("schema/applied")).fetchall()
    known = {migration.version: migration for migration in migrations}
    for version, name, digest in applied:
        if version not in known:
            raise SchemaError(
                f"the warehouse has schema step {name}, which this version of Kooste does not know; use a newer one"
            )
        if known[version].digest != digest:
            raise SchemaError(f"schema step {name} was edited after it had been applied; restore it and add a new one")
    done = {version for version, _, _ in applied}
    return tuple(migration for migration in migrations if migration.version not in done)


def apply(connection: duckdb.DuckDBPyConnection, migration: Migration) -> None:
    """Takes one step: the schema and its ledger change together or not at all."""
    with transaction(connection):
        connection.execute(migration.text)
        connection.execute(sql("schema/record"), [migration.version, migration.name, migration.digest])
