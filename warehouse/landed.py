"""Landed batches read back as the values they were written from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import duckdb

from stories.model import Alternate, Article, Attachment, Image, Occasion
from stories.visit import Fetched, Known, Part, Visit
from warehouse.archive import ArchiveError, archived_address, read_warc
from warehouse.home import Home
from warehouse.statements import sql

_INSTANTS: Final = ("published_at", "modified_at", "seen_at", "visited_at", "next_attempt_at", "closed_at", "read_at")
_PARTS: Final[Mapping[str, type]] = {
    "alternates": Alternate,
    "attachments": Attachment,
    "images": Image,
    "occasions": Occasion,
    "items": Known,
    "parts": Part,
}


class LandedError(Exception):
    """A landed file that cannot be read; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A landed batch; its visits carry their articles and, where the archive still has them, their answers."""

    name: str
    visits: tuple[Visit, ...]
    has_archive: bool


def landed_batches(home: Home) -> list[Path]:
    """The landed files, oldest first."""
    return sorted(home.landing.glob("[!.]*.parquet"))


def read_batch(home: Home, path: Path) -> Batch:
    """The batch of a landed file. Raises LandedError."""
    visits = tuple(_visits(path))
    archive = home.archive / f"{path.stem}.warc.gz"
    if not archive.exists():
        return Batch(name=path.stem, visits=visits, has_archive=False)
    answers: dict[str, list[Fetched]] = {}
    try:
        for source, answer in read_warc(archive):
            answers.setdefault(source, []).append(answer)
    except ArchiveError as error:
        raise LandedError(str(error)) from error
    whole = (replace(visit, fetched=tuple(answers.get(archived_address(visit.source), ()))) for visit in visits)
    return Batch(name=path.stem, visits=tuple(whole), has_archive=True)


def _visits(path: Path) -> Iterator[Visit]:
    articles: list[Article] = []
    open_visit: Visit | None = None
    for record, payload in _lines(path):
        if record == "article":
            articles.append(_value(Article, payload))
            continue
        if open_visit:
            yield replace(open_visit, articles=tuple(articles))
        open_visit, articles = _value(Visit, payload), []
    if open_visit:
        yield replace(open_visit, articles=tuple(articles))


def _lines(path: Path) -> list[tuple[str, dict[str, Any]]]:
    try:
        with closing(duckdb.connect(":memory:", config={"threads": 1})) as connection:
            rows = connection.execute(sql("landing/read"), {"path": str(path)}).fetchall()
    except duckdb.Error as error:
        raise LandedError(f"{path} cannot be read: {' '.join(str(error).split())[:200]}") from error
    return [(record, json.loads(payload)) for record, payload in rows]


def _value(kind: type[Any], told: Mapping[str, Any]) -> Any:
    """A frozen value from its JSON; fields that this program does not know are passed over."""
    known = {field.name for field in fields(kind)}
    return kind(**{name: _part(name, value) for name, value in told.items() if name in known})


def _part(name: str, value: Any) -> Any:
    if name in _INSTANTS:
        return datetime.fromisoformat(value) if value else None
    if name in _PARTS:
        return tuple(_value(_PARTS[name], one) for one in value)
    return tuple(value) if isinstance(value, list) else value
