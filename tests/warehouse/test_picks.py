"""Editors' picks: added to and never changed, in the editors' order, led on when stories merge."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.night import link_backlog
from tests.warehouse.samples import article, bring, visit
from warehouse.connection import Connection
from warehouse.decisions import decide
from warehouse.home import Home
from warehouse.issues import record_issue
from warehouse.picks import LONGEST_BLURB, PickError, Wish, current, known_now, pick, picks, standing_picks, told
from warehouse.publish import publish
from warehouse.read import open_snapshot

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def wish(story: str, **given_: Any) -> Wish:
    values: dict[str, Any] = {"at": AT, "by": "liisa", "audience": "jarjestot", "story_id": story}
    return Wish(**values | given_)


def order(home: Home, audience: str = "jarjestot") -> list[str]:
    return [one.story_id for one in picks(home, audience)]


def test_nothing_is_picked_and_no_file_made_by_looking(home: Home) -> None:
    assert picks(home, "jarjestot") == ()
    assert not home.desk.exists()


def test_picks_stand_in_the_editors_order(home: Home) -> None:
    for story in ("a", "b", "c"):
        pick(home, wish(story))
    assert order(home) == ["a", "b", "c"]
    pick(home, wish("c", place=1))
    assert order(home) == ["c", "a", "b"]
    pick(home, wish("c", place=2))
    pick(home, wish("d", place=99))
    assert order(home) == ["a", "c", "b", "d"]
    pick(home, wish("c", blurbs={"fi": "Lue tämä"}))
    assert order(home) == ["a", "c", "b", "d"]
    pick(home, wish("a", action="remove"))
    assert order(home) == ["c", "b", "d"]
    assert order(home, "kunnat") == []


def test_each_audience_has_its_own(home: Home) -> None:
    pick(home, wish("a"))
    pick(home, wish("b", audience="kunnat"))
    assert (order(home), order(home, "kunnat")) == (["a"], ["b"])


def test_a_blurb_stands_until_another_word(home: Home) -> None:
    pick(home, wish("a", blurbs={"fi": " Lue \n tämä ", "sv": "Läs"}))
    (one,) = pick(home, wish("a", blurbs={"sv": ""}, by="matti"))
    assert (one.blurbs, one.by) == ({"fi": "Lue tämä"}, "matti")
    pick(home, wish("a", action="remove"))
    (again,) = pick(home, wish("a"))
    assert again.blurbs == {}


def test_a_wish_that_makes_no_sense_is_told_and_leaves_nothing(home: Home) -> None:
    with pytest.raises(PickError, match="401 characters: 400 at most"):
        pick(home, wish("a", blurbs={"fi": "x" * (LONGEST_BLURB + 1)}))
    with pytest.raises(PickError, match="the first is 1"):
        pick(home, wish("a", place=0))
    with pytest.raises(PickError, match="not picked for jarjestot"):
        pick(home, wish("a", action="remove"))
    assert order(home) == []


def test_what_was_picked_at_a_time_can_be_asked_later(home: Home) -> None:
    pick(home, wish("a"))
    pick(home, wish("b", place=1, at=AT + timedelta(days=7)))
    assert [one.story_id for one in picks(home, "jarjestot", until=AT)] == ["a"]


def test_rows_are_never_changed(home: Home) -> None:
    pick(home, wish("a"))
    with closing(sqlite3.connect(home.desk)) as desk:
        for statement in ("update pick set by = 'x'", "delete from pick"):
            with pytest.raises(sqlite3.IntegrityError, match="only added"):
                desk.execute(statement)


def test_a_merged_storys_pick_leads_on(connection: Connection, home: Home) -> None:
    words = [" ".join(f"sana{n}x{i}" for i in range(40)) for n in range(3)]
    texts = [article(n, title=f"Otsikko {n} {words[n][:20]}", summary="", body=words[n]) for n in range(3)]
    bring(connection, home, "b1", visit(*texts))
    link_backlog(connection, home)
    stories = dict(connection.execute("select article_id, story_id from core.story_member").fetchall())
    first, second, third = (stories[one.article_id] for one in texts)
    pick(home, wish(second, blurbs={"fi": "Toinen"}))
    pick(home, wish("s-vanished"))
    pick(home, wish(first, blurbs={"fi": "Ensimmäinen", "sv": "Första"}))
    pick(home, wish(third))
    decide(home, "merge", [("a0000", "a0001")], at=AT, by="liisa")
    link_backlog(connection, home)
    ((survivor,),) = connection.execute(
        "select distinct story_id from core.story_member where article_id in ('a0000', 'a0001')"
    ).fetchall()
    record_issue(
        connection, issue_id="i", week="2026-W47", audience="jarjestot", language="fi", files={}, story_ids=[third]
    )
    publish(connection, home)
    with open_snapshot(home) as snapshot:
        now = current(snapshot, picks(home, "jarjestot"))
        assert [one.story_id for one in now] == [survivor, third]
        assert now[0].blurbs == {"fi": "Toinen", "sv": "Första"}
        assert set(known_now(snapshot, picks(home, "jarjestot"))) == {first, second, third}
        assert told(snapshot, "jarjestot", now) == {third: ("i",)}
        assert told(snapshot, "kunnat", now) == {}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["pick", "remove"]), st.none() | st.integers(1, 5))))
def test_any_history_gives_each_story_once_and_the_last_wish_its_place(
    said: list[tuple[str, Any, int | None]],
) -> None:
    history = [wish(story, action=action, place=place if action == "pick" else None) for story, action, place in said]
    found = [one.story_id for one in standing_picks(history, "jarjestot")]
    assert len(found) == len(set(found))
    last = {one.story_id: one.action for one in history}
    assert set(found) == {story for story, action in last.items() if action == "pick"}
    if history and history[-1].action == "pick" and history[-1].place:
        assert found.index(history[-1].story_id) == min(history[-1].place, len(found)) - 1
