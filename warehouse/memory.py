"""What the warehouse remembers for the next visit, and the registry as it was last seen."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from stories.model import Organisation
from stories.visit import Known, Memory, Part
from warehouse.connection import Connection
from warehouse.rows import plain
from warehouse.statements import sql
from warehouse.transaction import transaction


def register(connection: Connection, organisations: Iterable[Organisation]) -> None:
    """Records the registry; organisations and sources that have left it stay, marked as no longer registered."""
    with transaction(connection):
        connection.execute(sql("memory/organisations"), {"organisations": json.dumps(plain(tuple(organisations)))})
        connection.execute(sql("memory/register"))


def memories(connection: Connection, organisations: Iterable[Organisation]) -> dict[str, Memory]:
    """By source name, for every source of the organisations; an empty Memory where no visit has been made."""
    asked = {"sources": [source.name for organisation in organisations for source in organisation.sources]}
    known: defaultdict[str, dict[str, Known]] = defaultdict(dict)
    for source, url, fingerprint, published_at, text in connection.execute(sql("memory/items"), asked).fetchall():
        known[source][url] = Known(url=url, fingerprint=fingerprint, published_at=published_at, text=text)
    states = connection.execute(sql("memory/states"), asked).fetchall()
    return {row[0]: _memory(row, known[row[0]]) for row in states}


def _memory(row: tuple[Any, ...], known: Mapping[str, Known]) -> Memory:
    names = [field.name for field in fields(Memory) if field.name != "known"]
    told: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in zip(names, row, strict=True)
    }
    parts = tuple(Part(**part) for part in told.pop("parts"))
    return Memory(**told, parts=parts, known=known)
