"""Content removed for good: warehouse, landing, archive and back-ups, with a tombstone that keeps it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from warehouse.archive import write_warc
from warehouse.connection import Connection, connect
from warehouse.disk import flush, settle
from warehouse.exchange import put_batch
from warehouse.home import Home
from warehouse.landed import LandedError, landed_batches, read_batch
from warehouse.landing import answers, write_parquet
from warehouse.publish import Published, drop_log, publish
from warehouse.rows import rows
from warehouse.statements import sql
from warehouse.tombstones import bury, tombstones, without
from warehouse.transaction import transaction


class ForgetError(Exception):
    """There is nothing to forget, or a file that may hold it cannot be read; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What was removed: articles, rewritten landed files, deleted back-ups; and letters that still tell of it."""

    articles: int
    files: int
    copies: int
    letters: tuple[Path, ...]
    published: Published


def forget(home: Home, *, article: str | None = None, organisation: str | None = None, now: datetime) -> Removed:
    """Removes one article (by id) or everything of an organisation. Belongs inside `writer(home, …)`.

    The tombstone comes first, so that a removal that was cut off is completed by the same command. Sent letters are
    named, not changed. Raises ForgetError.
    """
    with closing(connect(home)) as connection:
        going = _going(connection, home, article, organisation)
        _bury(connection, home, article, organisation, now)
        files = sum(_rewritten(home, path) for path in landed_batches(home))
        _remove(connection, going, organisation)
    _compact(home)
    copies = _drop_copies(home)
    with closing(connect(home)) as connection:
        published = publish(connection, home)
    return Removed(
        articles=len(going), files=files, copies=copies, letters=tuple(_letters(home, going)), published=published
    )


def _going(
    connection: Connection, home: Home, article: str | None, organisation: str | None
) -> list[tuple[str, str, str]]:
    found = connection.execute(sql("forget/articles"), {"article": article, "organisation": organisation}).fetchall()
    known = tombstones(home)
    is_known = article in known.articles or organisation in known.organisations
    if organisation and connection.execute(sql("forget/known_organisation"), [organisation]).fetchall():
        is_known = True
    if not found and not is_known:
        raise ForgetError("there is no such article or organisation in the warehouse; nothing was removed")
    return found


def _bury(connection: Connection, home: Home, article: str | None, organisation: str | None, now: datetime) -> None:
    for kind, name in (("article", article), ("organisation", organisation)):
        if name:
            bury(home, "article" if kind == "article" else "organisation", [name])
            connection.execute(
                sql("forget/bury"), {"kind": kind, "digest": sha256(name.encode()).hexdigest(), "now": now}
            )


def _remove(connection: Connection, going: Sequence[tuple[str, str, str]], organisation: str | None) -> None:
    with transaction(connection):
        connection.execute(sql("forget/notes"), {"urls": [url for _, url, _ in going]})
        connection.execute(sql("forget/going"), {"articles": [article for article, _, _ in going]})
        connection.execute(sql("forget/remove"))
        if organisation:
            connection.execute(sql("forget/leaving"), {"organisation": organisation})
            connection.execute(sql("forget/organisation"))


def _rewritten(home: Home, path: Path) -> bool:
    """Writes a landed batch and its archive without what is forgotten, when they hold any of it."""
    try:
        batch = read_batch(home, path)
    except LandedError as error:
        raise ForgetError(f"{error}; move it away or mend it, then forget again") from error
    kept = without(batch.visits, tombstones(home))
    if kept == list(batch.visits):
        return False
    if batch.has_archive:
        settle(home.archive / f"{batch.name}.warc.gz", lambda draft: write_warc(draft, answers(kept)))
    settle(path, lambda draft: write_parquet(draft, batch.name, list(rows(kept))))
    put_batch(home, batch.name)
    return True


def _compact(home: Home) -> None:
    """Writes the private file anew, since the bytes of deleted rows stay in the old one."""
    fresh = home.warehouse.with_name(".compacted.duckdb")
    fresh.unlink(missing_ok=True)
    drop_log(fresh)
    with closing(connect(home)) as connection:
        connection.execute("checkpoint")
        connection.execute(sql("forget/attach"), {"path": str(fresh)})
        connection.execute(sql("forget/compact"))
        connection.execute("detach fresh")
    flush(fresh)
    fresh.replace(home.warehouse)
    drop_log(home.warehouse)
    flush(home.warehouse.parent)


def _drop_copies(home: Home) -> int:
    """Deletes every back-up: each holds what must go."""
    found = [*home.copies.glob("news-*.duckdb"), *home.backups.glob("*.duckdb")]
    for path in found:
        path.unlink()
        drop_log(path)
    return len(found)


def _letters(home: Home, going: Iterable[tuple[str, str, str]]) -> list[Path]:
    urls = [url.encode() for _, url, _ in going]
    files = (path for path in sorted(home.issues.rglob("*")) if path.is_file())
    return [path for path in files if any(url in path.read_bytes() for url in urls)]
