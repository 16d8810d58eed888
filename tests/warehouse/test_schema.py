from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from tests.warehouse.samples import article, bring, opened, visit
from warehouse import connection as connection_module
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.schema import Migration, SchemaError, apply, due, shipped

SECOND = Migration(version=len(shipped()) + 1, name="9999_more.sql", text="create table core.more (id integer)")


def test_shipped_migrations_are_numbered_without_gaps() -> None:
    assert [migration.version for migration in shipped()] == list(range(1, len(shipped()) + 1))


def test_opening_twice_applies_nothing_twice(home: Home) -> None:
    for _ in range(2):
        with opened(home) as connection:
            assert due(connection, shipped()) == ()


def test_an_edited_step_is_refused(connection: Connection) -> None:
    edited = (replace(shipped()[0], text=shipped()[0].text + "\n-- edited"), *shipped()[1:])
    with pytest.raises(SchemaError, match=r"0001_first\.sql was edited"):
        due(connection, edited)


def test_a_warehouse_from_a_newer_program_is_refused(connection: Connection) -> None:
    apply(connection, SECOND)
    with pytest.raises(SchemaError, match=r"9999_more\.sql, which this version of Kooste does not know"):
        due(connection, shipped())


def test_a_step_that_fails_leaves_no_trace(connection: Connection) -> None:
    broken = replace(SECOND, text=SECOND.text + "; select 1/0::varchar::integer from missing")
    with pytest.raises(duckdb.Error):
        apply(connection, broken)
    assert due(connection, (*shipped(), SECOND)) == (SECOND,)
    assert connection.execute("select count(*) from duckdb_tables() where table_name = 'more'").fetchone() == (0,)
    apply(connection, SECOND)


def test_a_later_step_is_taken_after_a_back_up(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(home) as connection:
        bring(connection, home, "a", visit(article(1)))
    monkeypatch.setattr(connection_module, "shipped", lambda: (*shipped(), SECOND))
    with opened(home) as connection:
        assert connection.execute("select count(*) from core.more").fetchone() == (0,)
        assert connection.execute("select count(*) from core.article").fetchone() == (1,)
    (copy,) = home.backups.iterdir()
    with duckdb.connect(str(copy), read_only=True) as before:
        assert before.execute("select count(*) from core.article").fetchone() == (1,)
        assert before.execute("select count(*) from duckdb_tables() where table_name = 'more'").fetchone() == (0,)


def test_views_are_made_anew_at_every_opening(home: Home) -> None:
    with opened(home) as connection:
        connection.execute("create or replace view mart.news as select 1 as edited_by_hand")
    with opened(home) as connection:
        columns = [column[0] for column in connection.execute("from mart.news").description]
    assert "story_id" in columns
