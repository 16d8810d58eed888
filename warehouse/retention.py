"""What is kept how long: dated copies of the snapshot, and the raw bytes of old nights."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from stories.dates import HELSINKI
from warehouse.connection import Connection
from warehouse.disk import flush, settle
from warehouse.home import Home
from warehouse.statements import sql

_COPY: Final = re.compile(r"news-(\d{4}-\d{2}-\d{2})\.duckdb")
_KEYS: Final = ("backups", "raw_days")


class RetentionError(ValueError):
    """The home's retention.toml cannot be used; the message is one clear line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How many dated snapshots are kept, and for how many days raw bytes are; 0 days keeps them for good."""

    backups: int = 7
    raw_days: int = 0


def read_retention(home: Home) -> Retention:
    """What `retention.toml` in the home says, the defaults where it is silent; raises RetentionError."""
    path = home.root / "retention.toml"
    if not path.exists():
        return Retention()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RetentionError(f"{path}: {error}") from error
    for key, value in told.items():
        if key not in _KEYS or type(value) is not int or value < 0:
            raise RetentionError(f"{path}: {key} = {value!r}: write {' or '.join(_KEYS)} as whole numbers, 0 or more")
    return Retention(**told)


def keep_copy(home: Home, night: datetime | None, retention: Retention) -> None:
    """Keeps what was just published under the night's Finnish date, and lets go of the oldest copies."""
    if night is not None and retention.backups:
        home.copies.mkdir(parents=True, exist_ok=True)
        copy = copy_of(home, f"{night.astimezone(HELSINKI):%Y-%m-%d}")
        settle(copy, lambda path: twin(home.published, path))
    for date in copies(home)[retention.backups :]:
        copy_of(home, date).unlink()


def copies(home: Home) -> list[str]:
    """The dates of the copies there are, newest first."""
    found = (_COPY.fullmatch(path.name) for path in home.copies.glob("news-*.duckdb"))
    return sorted((match[1] for match in found if match), reverse=True)


def copy_of(home: Home, date: str) -> Path:
    """The file of a date's copy."""
    return home.copies / f"news-{date}.duckdb"


def thin_archive(connection: Connection, home: Home, retention: Retention, night: datetime | None) -> list[str]:
    """Removes the raw bytes of loaded batches older than the setting allows; returns the batches' names.

    What was read out of them stays in landing and warehouse.
    """
    if not retention.raw_days or night is None:
        return []
    asked = {"before": night - timedelta(days=retention.raw_days)}
    removed = []
    for (batch,) in connection.execute(sql("retention/old_batches"), asked).fetchall():
        path = home.archive / f"{batch}.warc.gz"
        if path.exists():
            path.unlink()
            removed.append(batch)
    if removed:
        flush(home.archive)
    return removed


def twin(published: Path, path: Path) -> None:
    """Gives a published file a second name, or a copy where the file system knows no such thing."""
    # Both names are read-only and only ever replaced, so one set of bytes serves both until the next publication.
    try:
        os.link(published, path)
    except OSError:
        shutil.copyfile(published, path)
        path.chmod(0o444)
