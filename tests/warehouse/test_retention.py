"""Dated copies of the snapshot, and raw bytes that are let go of by age."""

from __future__ import annotations

import duckdb
import pytest

from tests.warehouse.samples import DAY, NIGHT, answer, article, bring, visit
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.restore import RestoreError, restore
from warehouse.retention import Retention, RetentionError, copies, read_retention


def nights(home: Home, connection: Connection, count: int) -> None:
    """A new article and a publication a night."""
    for number in range(count):
        at = NIGHT + number * DAY
        new = article(number, seen_at=at)
        bring(connection, home, f"n{number}", visit(new, visited_at=at, fetched=(answer(new.url, fetched_at=at),)))
        publish(connection, home)


def articles(home: Home) -> int:
    with duckdb.connect(str(home.published), read_only=True) as snapshot:
        return len(snapshot.execute("from article").fetchall())


def test_the_newest_copies_stay(home: Home, connection: Connection) -> None:
    (home.root / "retention.toml").write_text("backups = 3\n")
    nights(home, connection, 5)
    assert copies(home) == ["2026-11-24", "2026-11-23", "2026-11-22"]
    assert restore(home, None).date == "2026-11-23"
    assert articles(home) == 4
    assert restore(home, "2026-11-22").articles == 3
    assert (articles(home), home.published.stat().st_mode & 0o777) == (3, 0o444)
    publish(connection, home)
    assert articles(home) == 5
    assert restore(home, "2026-11-24").articles == 5  # the copy is the published file itself
    assert [path.name for path in home.published.parent.iterdir()] == ["news.duckdb"]


def test_a_copy_that_cannot_be_read_is_not_published(home: Home, connection: Connection) -> None:
    nights(home, connection, 2)
    damaged = home.copies / "news-2026-11-20.duckdb"
    damaged.unlink()
    damaged.write_bytes(b"nothing of a database")
    with pytest.raises(RestoreError, match="cannot be read"):
        restore(home, "2026-11-20")
    assert articles(home) == 2
    with pytest.raises(RestoreError, match=r"there is no back-up of \.\./etc; there are 2026-11-21, 2026-11-20"):
        restore(home, "../etc")


def test_raw_bytes_are_kept_as_long_as_wanted(home: Home, connection: Connection) -> None:
    nights(home, connection, 3)
    assert len(list(home.archive.glob("*.warc.gz"))) == 3
    (home.root / "retention.toml").write_text("raw_days = 1\nbackups = 0\n")
    publish(connection, home)
    assert [path.name[:2] for path in sorted(home.archive.glob("*.warc.gz"))] == ["n1", "n2"]
    assert copies(home) == []
    assert len(list(home.landing.glob("*.parquet"))) == 3
    assert articles(home) == 3


def test_what_a_setting_must_be_is_told(home: Home) -> None:
    assert read_retention(home) == Retention(backups=7, raw_days=0)
    for wrong in ("backups = -1", "backups = true", "days = 3", "backups = 1.5", "backups ="):
        (home.root / "retention.toml").write_text(wrong)
        with pytest.raises(RetentionError, match=r"retention\.toml: "):
            read_retention(home)
