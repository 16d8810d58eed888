"""A fresh warehouse beside the old one, read again out of landing and archive, and swapped in when it is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from stories.visit import Visit
from warehouse.connection import Connection, connect
from warehouse.disk import flush
from warehouse.home import Home
from warehouse.landed import Batch, LandedError, landed_batches, read_batch
from warehouse.landing import write_parquet
from warehouse.load import load
from warehouse.lock import is_writer, writer
from warehouse.publish import drop_log
from warehouse.rows import rows
from warehouse.statements import sql
from warehouse.transaction import transaction


class RebuildError(Exception):
    """A rebuild that cannot be done; the old warehouse stays. The message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One article's field as it was and as it is read today."""

    field: str
    url: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild changed: articles by field, examples of them, and how many articles no landed file tells."""

    batches: int
    without_archive: int
    articles: int
    untold: int
    changed: dict[str, int]
    examples: tuple[Example, ...]


def rebuild(
    home: Home, reread: Callable[[Batch], Sequence[Visit]], settle_stories: Callable[[Connection], object]
) -> Rebuilt:
    """Loads every landed batch anew, as `reread` reads it today, links with `settle_stories`, and swaps the file in.

    Belongs inside `writer(home, …)`. Editors' decisions, letters, story ids and the instant an article was first seen
    stay; the old file goes to the back-ups. Until the swap nothing of the home is touched. Raises RebuildError.
    """
    if not is_writer(home):
        raise RuntimeError("rebuild(home) belongs inside `with writer(home, wait=…):`")
    if not home.warehouse.exists():
        raise RebuildError(f"there is no warehouse at {home.warehouse} yet: run `kooste run` first")
    with closing(connect(home)) as present:  # brings an older file up to date, so that both have one schema
        present.execute("checkpoint")
    beside = Home(home.warehouse.parent / "rebuilding")
    shutil.rmtree(beside.root, ignore_errors=True)
    with writer(beside, wait=0), closing(connect(beside)) as fresh:
        result = _fill(home, beside, fresh, reread, settle_stories)
        fresh.execute("checkpoint")
    _swap(home, beside)
    return result


def _fill(
    home: Home,
    beside: Home,
    fresh: Connection,
    reread: Callable[[Batch], Sequence[Visit]],
    settle_stories: Callable[[Connection], object],
) -> Rebuilt:
    fresh.execute(sql("rebuild/attach"), {"path": str(home.warehouse)})
    with transaction(fresh):
        fresh.execute(sql("rebuild/decisions"))
    bare, paths = 0, landed_batches(home)
    for path in paths:
        batch = _read(home, path)
        bare += not batch.has_archive
        draft = beside.landing / path.name
        write_parquet(draft, batch.name, list(rows(reread(batch) if batch.has_archive else batch.visits)))
        load(fresh, draft)
        draft.unlink()
    ((told,),) = fresh.execute("select count(*) from core.article").fetchall()
    with transaction(fresh):
        fresh.execute(sql("rebuild/orphans"))
    settle_stories(fresh)
    result = _compared(fresh, len(paths), bare, told)
    fresh.execute(sql("rebuild/detach"))
    return result


def _read(home: Home, path: Path) -> Batch:
    try:
        return read_batch(home, path)
    except LandedError as error:
        raise RebuildError(f"{error}; nothing was changed") from error


def _compared(fresh: Connection, batches: int, bare: int, told: int) -> Rebuilt:
    ((articles,),) = fresh.execute("select count(*) from core.article").fetchall()
    return Rebuilt(
        batches=batches,
        without_archive=bare,
        articles=articles,
        untold=articles - told,
        changed=dict(fresh.execute(sql("rebuild/counts")).fetchall()),
        examples=tuple(
            Example(field=field, url=url, before=before or "", after=after or "")
            for field, url, before, after in fresh.execute(sql("rebuild/examples")).fetchall()
        ),
    )


def _swap(home: Home, beside: Home) -> None:
    """The old file keeps a name among the back-ups; the new one takes its place in one step."""
    home.backups.mkdir(parents=True, exist_ok=True)
    kept = home.backups / "before-rebuild.duckdb"
    kept.unlink(missing_ok=True)
    os.link(home.warehouse, kept)
    flush(beside.warehouse)
    beside.warehouse.replace(home.warehouse)
    drop_log(home.warehouse)
    flush(home.warehouse.parent)
    shutil.rmtree(beside.root, ignore_errors=True)
