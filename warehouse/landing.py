"""The durable border: what a crawl brought is on disk, or the crawl did not happen.

A batch is one WARC (raw bytes) and one Parquet (rows). The Parquet comes last: where it lies, the batch is whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Final

import duckdb

from stories.visit import Fetched, Visit
from warehouse.archive import write_warc
from warehouse.connection import Connection
from warehouse.disk import settle
from warehouse.exchange import carry, promise
from warehouse.home import Home
from warehouse.rows import Row, rows
from warehouse.statements import sql
from warehouse.tombstones import tombstones, without

_BATCH: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,120}")


def land(home: Home, batch: str, visits: Sequence[Visit]) -> Path:
    """Lays a batch down for good and returns its Parquet file; the same batch again changes nothing.

    The file's name ends in a digest of the rows, so that other visits under a used name are not lost.
    What was forgotten for good is not laid down. Where machines share a landing the batch is carried there, too; raises
    SharedError when that fails, and the batch lies here all the same.
    """
    if not _BATCH.fullmatch(batch):
        raise ValueError(f"{batch[:40]!r} cannot name a batch: letters, digits and . _ + - only")
    home.prepare()
    kept = without(visits, tombstones(home))
    lines = list(rows(kept))
    stem = f"{batch}-{_digest(lines)}"
    parquet = home.landing / f"{stem}.parquet"
    if not parquet.exists():
        promise(home, stem)
        settle(home.archive / f"{stem}.warc.gz", lambda path: write_warc(path, answers(kept)))
        settle(parquet, lambda path: write_parquet(path, stem, lines))
    carry(home)
    return parquet


def answers(visits: Sequence[Visit]) -> list[tuple[str, Fetched]]:
    """Every answer of the visits with its source, as the archive keeps them."""
    return [(visit.source, answer) for visit in visits for answer in visit.fetched]


def pending(home: Home, connection: Connection) -> list[Path]:
    """Landed batches that the warehouse has not loaded, by name."""
    loaded = {name for (name,) in connection.execute(sql("landing/loaded")).fetchall()}
    return [path for path in sorted(home.landing.glob("[!.]*.parquet")) if path.stem not in loaded]


def _digest(lines: Sequence[Row]) -> str:
    whole = sha256()
    for line in lines:
        whole.update(f"{line.record}\t{line.payload}\n".encode())
    return whole.hexdigest()[:12]


def write_parquet(path: Path, batch: str, lines: Sequence[Row]) -> None:
    """Writes the rows of a batch as its Parquet file."""
    columns = {
        "records": [line.record for line in lines],
        "sources": [line.source for line in lines],
        "payloads": [line.payload for line in lines],
        "batch": batch,
        "path": str(path),
    }
    with closing(duckdb.connect(":memory:", config={"threads": 1})) as connection:
        connection.execute(sql("landing/write"), columns)
