from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from stories.model import Image
from tests.warehouse.samples import DAY, NIGHT, article, bring, opened, visit
from warehouse import connection as connection_module
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.link import backlog
from warehouse.publish import publish
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


def test_articles_of_an_older_home_are_without_pictures_and_names(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "shipped", lambda: tuple(m for m in shipped() if m.version < 12))
    with opened(home) as connection:
        connection.execute(_OLD_ARTICLE)
    monkeypatch.undo()
    with opened(home) as connection:
        assert connection.execute("select images, authors from core.article").fetchall() == [([], [])]
        (back,) = backlog(connection).articles
        assert (back.images, back.authors) == ((), ())
        assert publish(connection, home).articles == 1
        changed = article(1, images=(Image(url="https://www.soste.fi/1.jpg"),), seen_at=NIGHT + DAY)
        bring(connection, home, "b", visit(changed))
        assert backlog(connection).articles[0].images == changed.images


_OLD_ARTICLE = """
insert into core.article by name
select
    'a0001' as article_id, 'soste' as organisation, 'soste/news' as source, 'https://www.soste.fi/uutiset/1' as url, 'Uutinen' as title,
    '' as summary, 'Teksti' as body, 'fi' as language, 0.9 as language_confidence, ['fi'] as languages, 'minute' as published_precision,
    timestamptz '2026-11-20 01:00Z' as first_seen_at, timestamptz '2026-11-20 01:00Z' as last_seen_at, 'news' as kind,
    []::varchar[] as categories, []::struct(language varchar, url varchar, origin varchar)[] as alternates,
    []::struct(url varchar, title varchar, media_type varchar)[] as attachments, 'x' as content_hash, 1 as revision, 'y' as link_hash;
insert into core.article_revision values
    ('a0001', 1, timestamptz '2026-11-20 01:00Z', 'a', ['new'], 'Uutinen', '', 'Teksti', 'x')
"""


def columns(connection: Connection, view: str) -> list[str]:
    return [column[0] for column in connection.execute(f"from {view}").description]


def test_views_are_those_of_this_program_whoever_made_others(home: Home) -> None:
    with opened(home) as connection:
        connection.execute("create or replace view mart.place as select 1 as edited_by_hand")
    with opened(home) as connection:
        publish(connection, home)
        assert "story_id" in columns(connection, "mart.place")
        connection.execute("drop view mart.text")
        publish(connection, home)
        assert "text_hash" in columns(connection, "mart.text")


def test_views_are_made_anew_when_their_texts_have_changed_and_only_then(home: Home) -> None:
    with opened(home) as connection:
        connection.execute("create or replace view mart.place as select 1 as left_alone")
    with opened(home) as connection:
        assert columns(connection, "mart.place") == ["left_alone"]
        connection.execute("update main.schema_view set source = 'the texts of another version'")
    with opened(home) as connection:
        assert "story_id" in columns(connection, "mart.place")


def test_a_publication_leaves_good_views_alone(home: Home) -> None:
    oids = "select max(view_oid) from duckdb_views() where schema_name = 'mart'"
    with opened(home) as connection:
        publish(connection, home)
    with opened(home) as connection:
        before = connection.execute(oids).fetchall()
        publish(connection, home)
        assert connection.execute(oids).fetchall() == before


def test_views_show_a_later_steps_columns_also_after_a_crash_between(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    wider = replace(SECOND, text="alter table core.article add column later integer")
    with opened(home) as connection:
        apply(connection, wider)
    monkeypatch.setattr(connection_module, "shipped", lambda: (*shipped(), wider))
    with opened(home) as connection:
        assert "later" in columns(connection, "mart.text")
        assert publish(connection, home).articles == 0
