from __future__ import annotations

from typing import Any

import pytest

from stories.model import Alternate, Variant
from tests.warehouse.samples import DAY, NIGHT, article, bring, everything, visit
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.link import backlog, save, standing

LATER = NIGHT + 40 * DAY


def pair(left: str, right: str, **changes: Any) -> Variant:
    values: dict[str, Any] = {
        "left": left,
        "right": right,
        "relation": "variant",
        "score": 0.9,
        "evidence": ("one minute apart",),
        "decided_by": "text",
    }
    return Variant(**(values | changes))


def link_all(connection: Connection, stories: dict[str, str], *variants: Variant) -> None:
    save(connection, backlog(connection).unlinked, variants, stories)


def alias(connection: Connection) -> dict[str, str]:
    return dict(connection.execute("select story_id, merged_into from core.story_alias").fetchall())


def members(connection: Connection) -> dict[str, str]:
    return dict(connection.execute("select article_id, story_id from core.story_member order by 1").fetchall())


def test_what_is_linked_leaves_the_backlog_and_a_change_brings_it_back(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), article(2)))
    assert backlog(connection).unlinked == {"a0001", "a0002"}
    link_all(connection, {"a0001": "s-1", "a0002": "s-1"}, pair("a0001", "a0002"))
    assert backlog(connection) == type(backlog(connection))(articles=(), unlinked=frozenset(), known={})
    bring(connection, home, "b", visit(article(1, body="Uusi teksti", seen_at=NIGHT + DAY), visited_at=NIGHT + DAY))
    again = backlog(connection)
    assert again.unlinked == {"a0001"}
    assert [a.article_id for a in again.articles] == ["a0001", "a0002"]
    assert again.known == {"a0001": "s-1", "a0002": "s-1"}


def test_a_new_alternate_alone_brings_an_article_back(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1)))
    link_all(connection, {"a0001": "s-1"})
    told = (Alternate(language="sv", url="https://www.soste.fi/sv/1", origin="hreflang"),)
    bring(connection, home, "b", visit(article(1, alternates=told, seen_at=NIGHT + DAY), visited_at=NIGHT + DAY))
    assert backlog(connection).unlinked == {"a0001"}


OLD = NIGHT - 100 * DAY
STRANGER = {"organisation": "stm", "source": "stm/news", "url": "https://stm.fi/1", "published_at": OLD, "seen_at": OLD}


@pytest.mark.parametrize(
    ("partner", "new", "is_met"),
    [
        ({"language": "sv"}, {"published_at": OLD + 9 * DAY}, False),
        ({"language": "fi"}, {"published_at": OLD + 21 * DAY}, True),
        ({"language": "fi"}, {"published_at": OLD + 22 * DAY}, False),
        ({"organisation": "soste", "language": "sv"}, {"published_at": OLD - 9 * DAY}, True),
        ({"organisation": "soste", "language": "sv"}, {"published_at": OLD - 10 * DAY}, False),
        ({"organisation": "soste", "language": "sv", "seen_at": NIGHT}, {"published_at": None}, True),
        ({"language": "sv", "release": "97/2026"}, {"release": "97/2026"}, True),
        ({"language": "sv", "group": "g"}, {"group": "g"}, True),
        ({"language": "sv", "group": "g"}, {"group": "h"}, False),
        (
            {"language": "sv"},
            {"alternates": (Alternate(language="sv", url="https://stm.fi/1", origin="jsonld"),)},
            True,
        ),
        ({"alternates": (Alternate(language="sv", url=article(9).url, origin="feed"),), "language": "sv"}, {}, True),
        ({"language": "sv"}, {}, False),
    ],
)
def test_possible_partners_come_along(
    home: Home, connection: Connection, partner: dict[str, Any], new: dict[str, Any], is_met: bool
) -> None:
    bring(connection, home, "a", visit(article(1, **(STRANGER | partner))))
    link_all(connection, {"a0001": "s-1"})
    bring(connection, home, "b", visit(article(9, **new)))
    assert ("a0001" in {a.article_id for a in backlog(connection).articles}) is is_met


def test_whole_stories_come_along(home: Home, connection: Connection) -> None:
    far = article(2, published_at=OLD, seen_at=OLD, organisation="stm")
    bring(connection, home, "a", visit(article(1), far))
    link_all(connection, {"a0001": "s-1", "a0002": "s-1"})
    bring(connection, home, "b", visit(article(3)))
    assert {a.article_id for a in backlog(connection).articles} == {"a0001", "a0002", "a0003"}


def test_machines_change_their_minds_only_about_what_is_judged_now(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(*(article(number) for number in range(1, 5))))
    editors = pair("a0001", "a0004", decided_by="editor", relation="possible")
    link_all(connection, {}, pair("a0001", "a0002"), pair("a0003", "a0004"), editors)
    bring(connection, home, "b", visit(article(1, title="Uusi", seen_at=NIGHT + DAY), visited_at=NIGHT + DAY))
    now = backlog(connection)
    fresh = [pair("a0001", "a0003"), pair("a0001", "a0004"), pair("a0002", "a0003")]
    assert standing(connection, fresh, now) == [editors, pair("a0003", "a0004"), pair("a0001", "a0003")]
    save(connection, now.unlinked, fresh, {})
    stored = connection.execute("select left_id, right_id, decided_by from core.variant order by all").fetchall()
    assert stored == [("a0001", "a0003", "text"), ("a0001", "a0004", "editor"), ("a0003", "a0004", "text")]


def test_a_merged_story_lives_on_as_an_alias(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(*(article(number) for number in range(1, 5))))
    link_all(connection, {"a0001": "s-1", "a0002": "s-2", "a0003": "s-3", "a0004": "s-3"})
    save(connection, [], [], {"a0001": "s-2"})
    assert alias(connection) == {"s-1": "s-2"}
    save(connection, [], [], {"a0001": "s-3", "a0002": "s-3"})
    assert alias(connection) == {"s-1": "s-3", "s-2": "s-3"}
    save(connection, [], [], {"a0002": "s-2"})
    assert alias(connection) == {"s-1": "s-3"}
    assert members(connection) == {"a0001": "s-3", "a0002": "s-2", "a0003": "s-3", "a0004": "s-3"}
    stories = connection.execute("select story_id from core.story order by 1").fetchall()
    assert stories == [("s-2",), ("s-3",)]


def test_a_story_that_loses_some_members_is_no_alias(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), article(2)))
    link_all(connection, {"a0001": "s-1", "a0002": "s-1"})
    save(connection, [], [], {"a0002": "s-2"})
    assert alias(connection) == {}
    assert members(connection) == {"a0001": "s-1", "a0002": "s-2"}


def test_two_stories_that_exchange_their_members_keep_their_ids(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), article(2)))
    link_all(connection, {"a0001": "s-1", "a0002": "s-2"})
    save(connection, [], [], {"a0001": "s-2", "a0002": "s-1"})
    assert alias(connection) == {}
    assert members(connection) == {"a0001": "s-2", "a0002": "s-1"}


def test_saving_again_changes_nothing_and_failing_saves_nothing(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), article(2)))
    untouched = everything(connection)
    with pytest.raises(Exception, match="CHECK"):
        save(connection, ["a0001"], [pair("a0002", "a0001")], {"a0001": "s-1"})
    assert everything(connection) == untouched
    for _ in range(2):
        save(connection, ["a0001", "a0002"], [pair("a0001", "a0002")], {"a0001": "s-1", "a0002": "s-1"})
    once = everything(connection)
    save(connection, ["a0001", "a0002"], [pair("a0001", "a0002")], {"a0001": "s-1", "a0002": "s-1"})
    assert everything(connection) == once
