"""Reads typed values out of a parsed TOML table, and says in one line what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

_MANY = 12


class TomlError(ValueError):
    """A key that is missing, unknown, or holds what it must not."""


class Table:
    """One TOML table; every key must be asked for before `finish`, or it counts as unknown."""

    def __init__(self, values: Mapping[str, Any], path: str = "") -> None:
        self._values, self._path, self._asked = values, path, set[str]()

    def text(self, key: str, *, default: str | None = None) -> str:
        value = self._take(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise TomlError(f"{self._path}{key} must be a text that is not empty")
        if any(ord(character) < 32 for character in value):
            raise TomlError(f"{self._path}{key} must be one line without control characters")
        return value.strip()

    def number(self, key: str, default: int, *, most: int) -> int:
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise TomlError(f"{self._path}{key} must be a whole number from 0 to {most}, not {value!r}")
        return value

    def choice(self, key: str, allowed: Sequence[str], *, default: str) -> Any:
        return self._allowed(key, self._take(key, default), allowed)

    def optional_choice(self, key: str, allowed: Sequence[str]) -> Any:
        return self.choice(key, allowed, default=allowed[0]) if key in self._values else self._take(key, ()) or None

    def choices(self, key: str, allowed: Sequence[str], *, default: Sequence[str]) -> Any:
        return tuple(self._allowed(key, value, allowed) for value in self._list(key, default))

    def matching(self, key: str, form: re.Pattern[str], example: str) -> tuple[str, ...]:
        values = self._list(key, ())
        wrong = [value for value in values if not isinstance(value, str) or not form.fullmatch(value)]
        if wrong:
            raise TomlError(f"{self._path}{key} holds {wrong[0]!r}: write {example}")
        return tuple(values)

    def texts(self, key: str, allowed: Sequence[str]) -> dict[str, str]:
        table = self.table(key, required=False)
        found = {name: table.text(name) for name in allowed if name in self._values.get(key, {})}
        table.finish()
        return found

    def table(self, key: str, *, required: bool = True) -> Table:
        value = self._take(key, None if required else {})
        if not isinstance(value, Mapping):
            raise TomlError(f"{self._path}{key} must be a table: [{self._path}{key}]")
        return Table(value, f"{self._path}{key}.")

    def tables(self, key: str) -> list[Table]:
        values = self._take(key, ())
        if (
            not isinstance(values, (list, tuple))
            or not values
            or not all(isinstance(value, Mapping) for value in values)
        ):
            raise TomlError(f"{self._path}{key} must be tables, one or more: [[{self._path}{key}]]")
        return [Table(value, f"{key} {place}: ") for place, value in enumerate(values, 1)]

    def finish(self) -> None:
        """Raises TomlError for a key that nobody asked for, with the nearest known one."""
        unknown = sorted(set(self._values) - self._asked)
        if unknown:
            near = get_close_matches(unknown[0], sorted(self._asked), 1)
            meant = f" (did you mean {near[0]}?)" if near else ""
            raise TomlError(f"{self._path}{unknown[0]} is not a key that is known here{meant}")

    def _take(self, key: str, default: object) -> Any:
        self._asked.add(key)
        if key not in self._values and default is None:
            raise TomlError(f"{self._path}{key} is missing")
        return self._values.get(key, default)

    def _list(self, key: str, default: Sequence[str]) -> Sequence[Any]:
        value = self._take(key, default)
        if not isinstance(value, (list, tuple)):
            raise TomlError(f"{self._path}{key} must be a list")
        return value

    def _allowed(self, key: str, value: object, allowed: Sequence[str]) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise TomlError(f"{self._path}{key} holds {value!r}: {_choices(value, allowed)}")
        return value


def _choices(value: object, allowed: Sequence[str]) -> str:
    """The choices there are; of many, those that come near the value first."""
    near = get_close_matches(str(value), allowed, 3) if len(allowed) > _MANY else []
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    return f"{meant}choose from {', '.join(allowed)}"
