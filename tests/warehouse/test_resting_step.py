"""What a rest, a closed API and the files of an index leave in the warehouse, and the step of its schema for them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from stories.visit import Memory, Part
from tests.warehouse.samples import DAY, NIGHT, SOSTE, article, bring, visit
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.landed import read_batch
from warehouse.memory import memories
from warehouse.schema import apply, due, shipped

STEP = "0009_resting.sql"


def test_the_log_of_visits_comes_through_and_knows_the_new_outcome(tmp_path: Path) -> None:
    with closing(duckdb.connect(str(tmp_path / "old.duckdb"))) as connection:
        for step in due(connection, shipped()):
            if step.name == STEP:
                connection.execute(
                    "insert into raw.visit values ('b', 1, 'a/b', now(), 'failed', 2, 500, 'x', null, 0, 0, [], ['n'])"
                )
            apply(connection, step)
    with closing(duckdb.connect(str(tmp_path / "old.duckdb"))) as connection:
        assert connection.execute("select batch, error, notes from raw.visit").fetchall() == [("b", "x", ["n"])]
        connection.execute(
            "insert into raw.visit values ('b', 2, 'a/c', now(), 'resting', 0, null, null, null, 0, 0, [], [])"
        )
        for wrong in ("('b', 2, 'a/c', now(), 'resting'", "('b', 3, 'a/c', now(), 'asleep'"):
            with pytest.raises(duckdb.ConstraintException):
                connection.execute(f"insert into raw.visit values {wrong}, 0, null, null, null, 0, 0, [], [])")


def remembered(connection: Connection) -> Memory:
    return memories(connection, [SOSTE])["soste/news"]


PARTS = (
    Part(
        url="https://www.soste.fi/a.xml", told="2026-11-01", read_at=NIGHT, etag='"1"', body_hash="h", keeps_word=True
    ),
    Part(url="https://www.soste.fi/b.xml"),
)


def test_a_rest_counts_no_failure_and_forgets_nothing(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), etag='"1"', body_hash="h", closed_at=NIGHT, parts=PARTS))
    until = NIGHT + DAY + DAY / 24
    rest = visit(
        visited_at=NIGHT + DAY, outcome="resting", status=None, next_attempt_at=until, rest_reason="Retry-After"
    )
    loaded = bring(connection, home, "b", rest)
    assert loaded.failed_sources == ()
    after = remembered(connection)
    assert (after.consecutive_failures, after.last_success_at, after.visited_at) == (0, NIGHT, NIGHT + DAY)
    assert (after.next_attempt_at, after.rest_reason) == (until, "Retry-After")
    assert (after.etag, after.body_hash, after.closed_at, after.parts) == ('"1"', "h", NIGHT, PARTS)
    bring(connection, home, "c", visit(visited_at=NIGHT + 2 * DAY, outcome="failed", status=500, error="answered 500"))
    bring(connection, home, "d", replace(rest, visited_at=NIGHT + 3 * DAY))
    assert remembered(connection).consecutive_failures == 1


def test_a_source_that_has_only_ever_rested_has_not_answered(home: Home, connection: Connection) -> None:
    bring(
        connection, home, "a", visit(outcome="resting", status=None, rest_reason="Retry-After", next_attempt_at=NIGHT)
    )
    assert (remembered(connection).last_success_at, remembered(connection).consecutive_failures) == (None, 0)
    (state,) = connection.execute("select state from mart.source_health where source = 'soste/news'").fetchone() or ()
    assert state == "silent"


def test_an_index_and_a_closed_api_come_back_as_they_were_landed(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), closed_at=NIGHT, parts=PARTS))
    (path,) = home.landing.glob("*.parquet")
    (landed,) = read_batch(home, path).visits
    assert (landed.closed_at, landed.parts) == (NIGHT, PARTS)
    bring(connection, home, "b", visit(visited_at=NIGHT + DAY, outcome="unchanged", status=304, closed_at=NIGHT))
    assert remembered(connection).parts == PARTS, "an index that says what it said names the same files"
    bring(connection, home, "c", visit(visited_at=NIGHT + 2 * DAY, parts=PARTS[:1]))
    assert (remembered(connection).closed_at, remembered(connection).parts) == (None, PARTS[:1])
