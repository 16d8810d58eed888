"""Visits as rows of a landing file: one row a visit, one an article, the value itself as JSON.

JSON lets a field be added to a noun without a new file format: old files lack it, and read as NULL.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from stories.model import Occasion
from stories.visit import Visit

# DuckDB and UTF-8 refuse lone surrogates, and other tools stumble over NUL; both come from broken pages only.
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a landing file; `payload` is the value as JSON."""

    record: Literal["visit", "article"]
    source: str
    payload: str


def rows(visits: Sequence[Visit]) -> Iterator[Row]:
    """Every visit, followed by its articles; the raw answers are not among them."""
    for visit in visits:
        body = {name: value for name, value in plain(visit).items() if name not in {"fetched", "articles"}}
        yield Row(record="visit", source=plain(visit.source), payload=_json(body))
        for article in visit.articles:
            yield Row(record="article", source=plain(visit.source), payload=_json(plain(article)))


def plain(value: Any) -> Any:
    """A frozen value as JSON knows it: instants in UTC, tuples as lists, bytes left out.

    >>> plain({"at": datetime(2026, 11, 20, 3, tzinfo=UTC), "words": ("a", "b")})
    {'at': '2026-11-20T03:00:00+00:00', 'words': ['a', 'b']}
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {plain(key): plain(part) for key, part in value.items()}
    if isinstance(value, (tuple, list, frozenset, set)):
        return [plain(part) for part in value]
    return None if isinstance(value, bytes) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def occasion(part: Mapping[str, Any]) -> Occasion:
    """An occasion from its row of the warehouse: a struct with the columns of `core.occasion`."""
    return Occasion(
        kind=part["kind"],
        start=part["starts"],
        end=part["ends"],
        place=part["place"],
        online=part["is_online"],
        quote=part["quote"],
        notes=tuple(part["notes"]),
    )
