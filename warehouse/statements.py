"""The warehouse's SQL, read from the files it lies in."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def sql(name: str) -> str:
    """The text of warehouse/sql/NAME.sql."""
    return (files("warehouse") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


@cache
def names(folder: str) -> tuple[str, ...]:
    """The statements of a folder below warehouse/sql, in the order of their names."""
    found = (entry.name for entry in (files("warehouse") / "sql" / folder).iterdir())
    return tuple(f"{folder}/{name.removesuffix('.sql')}" for name in sorted(found) if name.endswith(".sql"))
