"""Editors' decisions: added to and never changed, heard before the machine, followed the same night, taken back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from flows.night import link_backlog
from stories.model import Article
from stories.rulings import Rulings
from tests.warehouse.samples import article, bring, everything, visit
from warehouse.connection import Connection
from warehouse.decisions import DecisionError, decide, decisions, rulings, undo
from warehouse.home import Home

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
WHO: dict[str, Any] = {"at": AT, "by": "liisa"}


def text(number: int, **changes: Any) -> Article:
    """A text that shares no run of words with the others."""
    words = " ".join(f"sana{number}x{n}" for n in range(40))
    return article(number, **{"title": f"Otsikko {words[:30]}", "summary": "", "body": words} | changes)


def copy_of(number: int, of: int) -> Article:
    return text(number, title=text(of).title, body=text(of).body)


def linked(connection: Connection, home: Home) -> dict[str, str]:
    """The story of every article after linking what waits."""
    link_backlog(connection, home)
    return dict(connection.execute("select article_id, story_id from core.story_member order by 1").fetchall())


def test_a_decision_is_kept_as_it_was_made(home: Home) -> None:
    assert decisions(home) == []
    decide(home, "merge", [("a", "b"), ("a", "b"), ("a", "c")], note="sama uutinen", **WHO)
    (made,) = decisions(home)
    assert (made.id, made.action, made.pairs, made.note, made.by, made.at) == (
        1, "merge", (("a", "b"), ("a", "c")), "sama uutinen", "liisa", AT,
    )  # fmt: skip


def test_the_last_standing_word_about_a_pair_counts(home: Home) -> None:
    decide(home, "merge", [("a", "b"), ("b", "c")], **WHO)
    decide(home, "split", [("a", "b")], **WHO)
    assert rulings(home) == Rulings(together=frozenset({("b", "c")}), apart=frozenset({("a", "b")}))
    undo(home, None, **WHO)
    assert rulings(home) == Rulings(together=frozenset({("a", "b"), ("b", "c")}))


def test_an_undo_can_be_undone_and_nothing_twice(home: Home) -> None:
    decide(home, "confirm", [("a", "b")], **WHO)
    made, taken = undo(home, 1, **WHO)
    assert (made.undoes, taken.id, taken.undone_by) == (1, 1, 2)
    with pytest.raises(DecisionError, match="decision 1 has been undone already, by decision 2"):
        undo(home, 1, **WHO)
    with pytest.raises(DecisionError, match="no decision stands"):
        undo(home, None, **WHO)
    undo(home, 2, **WHO)
    assert rulings(home).together == {("a", "b")}
    assert [d.undone_by for d in decisions(home)] == [None, 3, None]


def test_an_unknown_decision_is_told_in_one_line(home: Home) -> None:
    with pytest.raises(DecisionError, match="there is no decision 7"):
        undo(home, 7, **WHO)


@pytest.mark.parametrize("change", ["update decision set note = 'x'", "delete from decision"])
def test_rows_are_never_changed(home: Home, change: str) -> None:
    decide(home, "merge", [("a", "b")], **WHO)
    with closing(sqlite3.connect(home.desk)) as desk, pytest.raises(sqlite3.IntegrityError, match="only added"):
        desk.execute(change)
    with closing(sqlite3.connect(home.desk)) as desk:
        assert desk.execute("pragma journal_mode").fetchone() == ("wal",)


def test_a_merge_holds_and_an_undo_restores_everything(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(text(1), text(2, language="sv"), text(3)))
    before = linked(connection, home)
    assert len(set(before.values())) == 3
    state = everything(connection)
    decide(home, "merge", [("a0001", "a0003"), ("a0001", "a0002")], **WHO)
    after = linked(connection, home)
    assert len(set(after.values())) == 1
    told = connection.execute(
        "select relation, score, decided_by, matcher from core.variant where decided_by = 'editor' order by 1"
    ).fetchall()
    assert told == [("duplicate", 1.0, "editor", None), ("variant", 1.0, "editor", None)]
    assert link_backlog(connection, home) == 0
    undo(home, None, **WHO)
    assert linked(connection, home) == before
    assert everything(connection) == state


def test_a_split_holds_against_the_machine_on_later_nights(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(text(1), copy_of(2, 1), copy_of(3, 1)))
    assert len(set(linked(connection, home).values())) == 1
    decide(home, "split", [("a0001", "a0003")], **WHO)
    parted = linked(connection, home)
    assert parted["a0001"] != parted["a0003"]
    # Another copy of both comes the night after: it may not bring them together.
    bring(connection, home, "b", visit(copy_of(4, 1)))
    later = linked(connection, home)
    assert later["a0001"] != later["a0003"]
    assert {i: s for i, s in later.items() if i != "a0004"} == parted


def test_a_decision_about_an_article_not_here_yet_waits_for_it(home: Home, connection: Connection) -> None:
    decide(home, "merge", [("a0001", "a0002")], **WHO)
    bring(connection, home, "a", visit(text(1)))
    linked(connection, home)
    bring(connection, home, "b", visit(text(2)))
    assert len(set(linked(connection, home).values())) == 1


def test_the_larger_part_keeps_the_storys_id(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(text(3), copy_of(2, 3), copy_of(1, 3)))
    (story,) = set(linked(connection, home).values())
    decide(home, "split", [("a0001", "a0003"), ("a0002", "a0003")], **WHO)
    after = linked(connection, home)
    assert after["a0001"] == after["a0002"] == story != after["a0003"]


def test_machine_judgements_carry_the_matchers_version(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(text(1), copy_of(2, 1)))
    linked(connection, home)
    ((matcher,),) = connection.execute("select matcher from core.variant").fetchall()
    assert len(matcher.split("+")[1]) == 8
